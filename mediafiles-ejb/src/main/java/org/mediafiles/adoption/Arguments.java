package org.mediafiles.adoption;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mediafiles.security.Role;
import org.mediafiles.security.UserAccounts.NewAccount;

/**
 * What was typed, understood.
 *
 * @param username {@code null} for {@code list} and {@code help}
 * @param role     {@code null} where the command takes none
 * @param name     {@code ""} where none was given
 */
record Arguments(Command command, String username, Role role, String name, boolean force, boolean oneTime,
        Optional<Path> home) {
    /** What can be done; spelled in lower case. */
    enum Command {
        ADD(1), PASSWORD(1), ROLE(2), LOCK(1), UNLOCK(1), LIST(0), HELP(0);

        private final int operands;

        Command(int operands) {
            this.operands = operands;
        }
    }

    /** @throws IllegalArgumentException with one sentence on what is wrong */
    static Arguments parse(String... texts) {
        List<String> operands = new ArrayList<>();
        String role = null;
        String name = "";
        boolean force = false;
        boolean oneTime = false;
        Optional<Path> home = Optional.empty();
        for (int i = 0; i < texts.length; i++) {
            switch (texts[i]) {
                case "--role" -> role = value(texts, i++);
                case "--name" -> name = value(texts, i++);
                case "--home" -> home = Optional.of(Path.of(value(texts, i++)));
                case "--force" -> force = true;
                case "--one-time" -> oneTime = true;
                case "--help", "-h" -> operands.add(0, "help");
                default -> operands.add(operand(texts[i]));
            }
        }
        Command command = command(operands);
        if (command == Command.HELP) {
            return new Arguments(command, null, null, "", false, false, home);
        }
        if (operands.size() != command.operands + 1) {
            throw new IllegalArgumentException(operands.get(0) + " takes " + command.operands + " argument(s).");
        }
        if (command == Command.ROLE) {
            role = operands.get(2);
        } else if ((command == Command.ADD) != (role != null)) {
            throw new IllegalArgumentException(role == null ? "add needs --role." : "--role belongs to add.");
        }
        if (!name.isEmpty() && command != Command.ADD) {
            throw new IllegalArgumentException("--name belongs to add.");
        }
        if (force && command != Command.LOCK && command != Command.ROLE) {
            throw new IllegalArgumentException("--force belongs to lock and role.");
        }
        if (oneTime && command != Command.ADD && command != Command.PASSWORD) {
            throw new IllegalArgumentException("--one-time belongs to add and password.");
        }
        return new Arguments(command, command.operands == 0 ? null : operands.get(1), role(role), name, force, oneTime,
                home);
    }

    /** The first word of the name is the first name. */
    NewAccount newAccount() {
        String[] words = name.strip().split("\\s+", 2);
        return new NewAccount(username, words[0], words.length > 1 ? words[1] : "", role, false);
    }

    private static String value(String[] texts, int option) {
        if (option + 1 >= texts.length) {
            throw new IllegalArgumentException(texts[option] + " needs a value.");
        }
        return texts[option + 1];
    }

    private static String operand(String text) {
        if (text.startsWith("--")) {
            throw new IllegalArgumentException("There is no option " + text + ".");
        }
        return text;
    }

    private static Command command(List<String> operands) {
        if (operands.isEmpty()) {
            throw new IllegalArgumentException("A command is needed.");
        }
        return Arrays.stream(Command.values())
                .filter(command -> command.name().toLowerCase(Locale.ROOT).equals(operands.get(0))).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no command " + operands.get(0) + "."));
    }

    private static Role role(String code) {
        return code == null
                ? null
                : Role.findByCode(code).orElseThrow(() -> new IllegalArgumentException(
                        "There is no role " + code + ": viewer, clinician, integrator or admin."));
    }
}
