package org.mediafiles.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Map;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A row of the audit trail. Written once, never changed; when it happened says the database's clock. */
@Entity
@Immutable
@Table(name = "audit_event", schema = "mediafiles_ops")
public class AuditEvent {
    /** Widths of the columns, code points. */
    private static final int MAX_USERNAME = 150;
    private static final int MAX_TRACE = 64;

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Column(name = "id")
    private Long id;

    @Column(name = "act", nullable = false, length = 40)
    private String act;

    @Column(name = "outcome", nullable = false, length = 10)
    private String outcome;

    @Column(name = "user_id")
    private Long userId;

    @Column(name = "username", length = MAX_USERNAME)
    private String username;

    @Column(name = "role", length = 20)
    private String role;

    @Column(name = "address", length = MAX_TRACE)
    private String address;

    @Column(name = "request_id", length = MAX_TRACE)
    private String requestId;

    @Column(name = "patient_id")
    private UUID patientId;

    @Column(name = "event_id")
    private UUID eventId;

    @Column(name = "media_file_id")
    private UUID mediaFileId;

    @Column(name = "details", nullable = false)
    @JdbcTypeCode(SqlTypes.JSON)
    private String details;

    @Column(name = "before_values")
    @JdbcTypeCode(SqlTypes.JSON)
    private String beforeValues;

    @Column(name = "after_values")
    @JdbcTypeCode(SqlTypes.JSON)
    private String afterValues;

    protected AuditEvent() {}

    /** @param outcome one of {@code ok}, {@code refused}, {@code failed} */
    public static AuditEvent of(String act, String outcome) {
        AuditEvent event = new AuditEvent();
        event.act = act;
        event.outcome = outcome;
        event.details = "{}";
        return event;
    }

    /** Names as typed and addresses as sent are cut to the column: an odd one must not keep a row from being written. */
    public AuditEvent by(Long who, String name, String inRole, String fromAddress, String inRequest) {
        this.userId = who;
        this.username = fitting(name, MAX_USERNAME);
        this.role = inRole;
        this.address = fitting(fromAddress, MAX_TRACE);
        this.requestId = fitting(inRequest, MAX_TRACE);
        return this;
    }

    /** Each may be {@code null}. */
    public AuditEvent about(UUID patient, UUID event, UUID mediaFile) {
        this.patientId = patient;
        this.eventId = event;
        this.mediaFileId = mediaFile;
        return this;
    }

    /** @param before {@code null} where nothing changed, as {@code after} */
    public AuditEvent with(Map<String, ?> more, Map<String, ?> before, Map<String, ?> after) {
        this.details = JsonText.write(more);
        this.beforeValues = before == null ? null : JsonText.write(before);
        this.afterValues = after == null ? null : JsonText.write(after);
        return this;
    }

    public Long getId() {
        return id;
    }

    private static String fitting(String text, int maxCodePoints) {
        return text == null ? null : CleanText.cut(CleanText.line(text), maxCodePoints);
    }
}
