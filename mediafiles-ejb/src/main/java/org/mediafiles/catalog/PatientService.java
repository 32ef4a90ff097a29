package org.mediafiles.catalog;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.config.HospitalConfig;
import org.mediafiles.model.CleanText;
import org.mediafiles.model.Patient;
import org.mediafiles.model.Sha256;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.problem.SettlesRefusals;
import org.mediafiles.security.About;
import org.mediafiles.security.AccessPolicy;
import org.mediafiles.security.Act;
import org.mediafiles.security.Attempt;
import org.mediafiles.security.Caller;
import org.mediafiles.security.RateKind;
import org.mediafiles.security.RateLimits;

/** Patients: find, add, change. Every look and change leaves an audit row in the same transaction. */
@ApplicationScoped
@Transactional
@SettlesRefusals
public class PatientService {
    private static final String LIST = "patients";
    /** As long as the longest name. */
    private static final int MAX_QUERY = 200;

    @Inject
    private PatientRepository patients;
    @Inject
    private PatientSearchService names;
    @Inject
    private AuditTrail audit;
    @Inject
    private AccessPolicy policy;
    @Inject
    private HospitalConfig hospital;
    @Inject
    private RateLimits rates;

    private PatientFields fields;

    public PatientService() {}

    PatientService(PatientRepository patients, PatientSearchService names, AuditTrail audit, AccessPolicy policy,
            HospitalConfig hospital, RateLimits rates, Clock clock) {
        this.patients = patients;
        this.names = names;
        this.audit = audit;
        this.policy = policy;
        this.hospital = hospital;
        this.rates = rates;
        this.fields = new PatientFields(hospital.timeZone(), clock);
    }

    @PostConstruct
    void assemble() {
        fields = new PatientFields(hospital.timeZone(), Clock.systemUTC());
    }

    /**
     * Opens a patient; this is a look.
     *
     * @throws org.mediafiles.problem.MediaFilesException {@code NOT_FOUND}
     */
    public PatientRecord get(Caller caller, UUID id) {
        policy.require(caller, Act.READ);
        Patient patient = patients.require(id);
        audit.record(caller.actor(), AuditEntry.ok(AuditAct.PATIENT_OPEN).patient(id));
        return records(List.of(patient)).get(0);
    }

    /**
     * Who stands at the head of a page of one of the patient's events, or of the timeline. Opening that is the look, which
     * is on record, so this is none of its own.
     *
     * @throws org.mediafiles.problem.MediaFilesException {@code NOT_FOUND}
     */
    public PatientRecord head(Caller caller, UUID id) {
        policy.require(caller, Act.READ);
        return records(List.of(patients.require(id))).get(0);
    }

    /**
     * Says whether a patient is there, for the order of a call's checks: no look.
     *
     * @throws org.mediafiles.problem.MediaFilesException {@code NOT_FOUND}
     */
    public void requireThere(Caller caller, UUID id) {
        policy.require(caller, Act.READ);
        if (patients.find(id).isEmpty()) {
            throw MediaFilesException.notFound("patient");
        }
    }

    /**
     * Searches; one search is one look. Ordered by folded name, then id.
     *
     * @throws org.mediafiles.problem.MediaFilesException {@code INVALID_REQUEST}, {@code RATE_LIMITED}
     */
    public Page<PatientRecord> search(Caller caller, PatientQuery query) {
        policy.require(caller, Act.READ);
        // Nothing was asked of the database yet, so this holds no connection.
        rates.take(caller, RateKind.SEARCHES);
        String text = CleanText.line(query.words());
        if (text.codePointCount(0, text.length()) > MAX_QUERY) {
            throw MediaFilesException.invalid("q", "A search has at most " + MAX_QUERY + " characters.");
        }
        String identifier = CleanText.line(query.identifier());
        PageRequest page = query.page();
        // Further pages belong to their first one's look: a cursor must not carry another search past the trail.
        String list = listOf(text, identifier);
        UUID after = page.cursor() == null ? null : Cursor.decode(list, page.cursor()).id();
        names.refreshWhereDue();
        if (after != null && !patients.isSearchable(after)) {
            throw Cursor.broken();
        }
        List<String> words = PatientNames.words(text);
        // Punctuation alone is a search that finds nobody, not a list of everybody.
        boolean nothingToFind = !text.isEmpty() && words.isEmpty();
        List<Patient> found = nothingToFind
                ? List.of()
                : patients.search(words, identifier.isEmpty() ? null : identifier, after, page.limit() + 1);
        List<Patient> shown = found.subList(0, Math.min(found.size(), page.limit()));
        AuditEntry look = AuditEntry.ok(AuditAct.PATIENT_SEARCH)
                .details(Map.of("by", by(text, identifier), "found", shown.size()));
        if (after == null) {
            audit.record(caller.actor(), look);
        } else {
            audit.recordUnlessRecent(caller.actor(), look);
        }
        String next = found.size() > shown.size()
                ? Cursor.of(shown.get(shown.size() - 1).getId()).encode(list)
                : null;
        return new Page<>(records(shown), next);
    }

    /** @return the patients whom this caller opened last, newest first, each once; not a look */
    public List<PatientRecord> recentlyOpened(Caller caller, int limit) {
        policy.require(caller, Act.READ);
        return records(patients.findOpenedBy(caller, Math.max(1, Math.min(limit, PageRequest.MAX_LIMIT))));
    }

    /**
     * Whose they are, for an admin's list that stands on record itself: no look of its own.
     *
     * @return by id; who is gone is missing
     * @throws org.mediafiles.problem.MediaFilesException {@code FORBIDDEN}
     */
    public Map<UUID, PatientRecord> named(Caller admin, Set<UUID> ids) {
        policy.require(admin, Act.ADMINISTER);
        Map<UUID, PatientRecord> byId = new HashMap<>();
        records(patients.findAll(ids)).forEach(patient -> byId.put(patient.id(), patient));
        return byId;
    }

    /** @return whether patients can be added and changed here ({@code false} in a shared database with unknown columns) */
    public boolean isManagedHere() {
        return !patients.hasForeignColumns();
    }

    /**
     * @throws org.mediafiles.problem.MediaFilesException {@code INVALID_REQUEST}, {@code POSSIBLE_DUPLICATE_PATIENT},
     *                                                    {@code PATIENTS_ARE_MANAGED_ELSEWHERE}, {@code FORBIDDEN}
     */
    @Attempt(AuditAct.PATIENT_CREATE)
    public PatientRecord create(Caller caller, NewPatient command) {
        requireMayWrite(caller, AuditEntry.refused(AuditAct.PATIENT_CREATE, ""));
        Patient patient = Patient.of(UUID.randomUUID(), fields.name(command.name()),
                fields.birthday(command.birthday()));
        List<PatientIdentifier> identifiers = fields.identifiers(command.identifiers());
        names.refreshWhereDue();
        refuseTwins(caller, patient, identifiers, !command.allowDuplicate(), AuditAct.PATIENT_CREATE);
        patients.add(patient);
        patients.makeSearchable(patient);
        patients.replaceIdentifiers(patient.getId(), identifiers);
        PatientRecord added = new PatientRecord(patient.getId(), patient.getName(), patient.getBirthday(), identifiers);
        audit.record(caller.actor(),
                AuditEntry.ok(AuditAct.PATIENT_CREATE).patient(patient.getId()).change(null, values(added)));
        return added;
    }

    /** Errors as {@link #create}, and {@code NOT_FOUND}. */
    @Attempt(AuditAct.PATIENT_CHANGE)
    public PatientRecord change(Caller caller, @About(About.Kind.PATIENT) UUID id, PatientPatch patch) {
        requireMayWrite(caller, AuditEntry.refused(AuditAct.PATIENT_CHANGE, "").patient(id));
        Patient patient = patients.lock(id).orElseThrow(() -> MediaFilesException.notFound("patient"));
        PatientRecord before = records(List.of(patient)).get(0);
        String name = patch.name() == null ? before.name() : fields.name(patch.name());
        PatientRecord after = new PatientRecord(id, name,
                patch.birthday() == null ? before.birthday() : fields.birthday(patch.birthday()),
                patch.identifiers() == null ? before.identifiers() : fields.identifiers(patch.identifiers()));
        if (after.equals(before)) {
            return before;
        }
        boolean otherPerson = !PatientNames.fold(before.name()).equals(PatientNames.fold(name))
                || !before.birthday().equals(after.birthday());
        names.refreshWhereDue();
        refuseTwins(caller, Patient.of(id, name, after.birthday()), after.identifiers(),
                otherPerson && !patch.allowDuplicate(), AuditAct.PATIENT_CHANGE);
        patient.rename(name);
        patient.correctBirthday(after.birthday());
        patients.makeSearchable(patient);
        if (!after.identifiers().equals(before.identifiers())) {
            patients.replaceIdentifiers(id, after.identifiers());
        }
        audit.record(caller.actor(),
                AuditEntry.ok(AuditAct.PATIENT_CHANGE).patient(id).change(values(before), values(after)));
        return after;
    }

    private void requireMayWrite(Caller caller, AuditEntry attempt) {
        if (policy.judge(caller, Act.WRITE_PATIENT) != AccessPolicy.Verdict.ALLOWED) {
            throw refused(caller, attempt, policy.refusal(AccessPolicy.Verdict.FORBIDDEN));
        }
        if (!isManagedHere()) {
            throw refused(caller, attempt, new MediaFilesException(ProblemCode.PATIENTS_ARE_MANAGED_ELSEWHERE,
                    "Patients of this database are added and changed in the hospital's other system."));
        }
    }

    private void refuseTwins(Caller caller, Patient wanted, List<PatientIdentifier> identifiers, boolean byName,
            AuditAct act) {
        String folded = PatientNames.fold(wanted.getName());
        patients.lockAgainstTwins(folded, wanted.getBirthday(), identifiers);
        Optional<UUID> holder = identifiers.stream().map(patients::findHolder).flatMap(Optional::stream)
                .filter(id -> !id.equals(wanted.getId())).findFirst();
        if (holder.isPresent()) {
            throw twin(caller, act, holder.get(), "Another patient has this identifier.").atField("identifiers");
        }
        if (byName) {
            patients.findNamesake(folded, wanted.getBirthday(), wanted.getId()).ifPresent(id -> {
                throw twin(caller, act, id, "A patient of this name and birthday is there.");
            });
        }
    }

    private MediaFilesException twin(Caller caller, AuditAct act, UUID other, String detail) {
        return refused(caller, AuditEntry.refused(act, "").patient(other),
                new MediaFilesException(ProblemCode.POSSIBLE_DUPLICATE_PATIENT, detail).with("duplicateOf",
                        Map.of("patientId", other.toString())));
    }

    private MediaFilesException refused(Caller caller, AuditEntry attempt, MediaFilesException refusal) {
        AuditEntry coded = attempt.details(Map.of("code", refusal.code().code()));
        return refusal.afterwards(() -> audit.recordApart(caller.actor(), coded));
    }

    private List<PatientRecord> records(List<Patient> rows) {
        Map<UUID, List<PatientIdentifier>> identifiers = patients
                .findIdentifiers(rows.stream().map(Patient::getId).toList());
        return rows.stream().map(patient -> new PatientRecord(patient.getId(), patient.getName(),
                patient.getBirthday(), identifiers.getOrDefault(patient.getId(), List.of()))).toList();
    }

    private static Map<String, Object> values(PatientRecord patient) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", patient.name());
        values.put("birthday", patient.birthday());
        values.put("identifiers", patient.identifiers().stream()
                .map(identifier -> Map.of("system", identifier.system(), "value", identifier.value())).toList());
        return values;
    }

    /** Names the list after what was searched, by a digest: no name stands in a cursor. */
    static String listOf(String text, String identifier) {
        return LIST + '-' + Sha256.ofText(text + '\n' + identifier).hex();
    }

    private static String by(String text, String identifier) {
        if (!identifier.isEmpty()) {
            return "identifier";
        }
        return text.isEmpty() ? "all" : "name";
    }
}
