package org.mediafiles.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;

/**
 * A patient. In a shared database the table has more columns than these and is written by the other system; then we only
 * read. Identifiers and the folded name stand in tables of ours.
 */
@Entity
@Table(name = "patients_patient", schema = "public")
public class Patient {
    @Id
    @Column(name = "id")
    private UUID id;

    @Column(name = "name", nullable = false, length = 200)
    private String name;

    @Column(name = "birthday", nullable = false)
    private LocalDate birthday;

    protected Patient() {}

    /** @param name cleaned, 1 to 200 code points */
    public static Patient of(UUID id, String name, LocalDate birthday) {
        Patient patient = new Patient();
        patient.id = Objects.requireNonNull(id, "id");
        patient.name = Objects.requireNonNull(name, "name");
        patient.birthday = Objects.requireNonNull(birthday, "birthday");
        return patient;
    }

    /** @param newName cleaned, 1 to 200 code points */
    public void rename(String newName) {
        this.name = Objects.requireNonNull(newName, "newName");
    }

    public void correctBirthday(LocalDate day) {
        this.birthday = Objects.requireNonNull(day, "day");
    }

    public UUID getId() {
        return id;
    }

    public String getName() {
        return name;
    }

    public LocalDate getBirthday() {
        return birthday;
    }
}
