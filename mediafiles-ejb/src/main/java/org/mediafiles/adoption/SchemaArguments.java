package org.mediafiles.adoption;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** What was typed after {@code schema.sh}, understood. Every option is checked against what its command knows. */
final class SchemaArguments {
    /** What can be done; spelled in lower case. */
    enum Command {
        INFO, PLAN, PREFLIGHT, BACKUP, REHEARSE, MIGRATE, VALIDATE, ROLLBACK, IMPACT, ADOPT, UNADOPT, IMPORT, UNSHARE, REPAIR, HELP;

        String spelled() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Spelled in lower case with hyphens, after two more. */
    enum Option {
        URL, USER, PASSWORD_ENV, HOME, STORAGE_ROOT, BACKUP_DIR, JSON, LANG, YES, TARGET, BACKUP, LABEL, DEEP, WITH_FILES, SCRATCH_URL, TARGET_URL, FROM, GRANT_TO, WITH_DJANGO, CSV, FOLDER, SERVER, DRY_RUN, PURPOSE;

        String spelled() {
            return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final Set<Option> EVERYWHERE = EnumSet.range(Option.URL, Option.YES);
    private static final Set<Option> WITHOUT_VALUE = EnumSet.of(Option.JSON, Option.YES, Option.DEEP,
            Option.WITH_DJANGO, Option.DRY_RUN);
    private static final Map<Command, Set<Option>> KNOWN = Map.ofEntries(
            Map.entry(Command.PLAN, EnumSet.of(Option.TARGET, Option.SCRATCH_URL)),
            Map.entry(Command.BACKUP,
                    EnumSet.of(Option.BACKUP, Option.LABEL, Option.DEEP, Option.WITH_FILES)),
            Map.entry(Command.REHEARSE, EnumSet.of(Option.TARGET_URL, Option.FROM)),
            Map.entry(Command.MIGRATE,
                    EnumSet.of(Option.TARGET, Option.BACKUP, Option.LABEL, Option.GRANT_TO)),
            Map.entry(Command.ROLLBACK,
                    EnumSet.of(Option.TARGET, Option.BACKUP, Option.LABEL, Option.WITH_DJANGO)),
            Map.entry(Command.ADOPT, EnumSet.of(Option.BACKUP, Option.LABEL, Option.GRANT_TO)),
            Map.entry(Command.UNADOPT, EnumSet.of(Option.BACKUP, Option.LABEL)),
            Map.entry(Command.IMPORT,
                    EnumSet.of(Option.CSV, Option.FOLDER, Option.SERVER, Option.DRY_RUN)),
            Map.entry(Command.UNSHARE, EnumSet.of(Option.BACKUP, Option.LABEL)),
            Map.entry(Command.REPAIR, EnumSet.of(Option.BACKUP, Option.LABEL)),
            Map.entry(Command.PREFLIGHT, EnumSet.of(Option.PURPOSE)));

    private final Command command;
    private final Map<Option, String> given;

    private SchemaArguments(Command command, Map<Option, String> given) {
        this.command = command;
        this.given = given;
    }

    /** @throws IllegalArgumentException with one sentence on what is wrong */
    static SchemaArguments parse(String... texts) {
        Map<Option, String> given = new EnumMap<>(Option.class);
        Command command = null;
        for (int i = 0; i < texts.length; i++) {
            if (texts[i].equals("--help") || texts[i].equals("-h")) {
                return new SchemaArguments(Command.HELP, Map.of());
            }
            if (!texts[i].startsWith("--")) {
                if (command != null) {
                    throw new IllegalArgumentException("One command at a time: " + command.spelled() + " or "
                            + texts[i] + ".");
                }
                command = command(texts[i]);
                continue;
            }
            int equals = texts[i].indexOf('=');
            Option option = option(equals < 0 ? texts[i] : texts[i].substring(0, equals));
            boolean valued = !WITHOUT_VALUE.contains(option);
            if (!valued && equals >= 0) {
                throw new IllegalArgumentException(option.spelled() + " takes no value.");
            }
            if (valued && equals < 0 && i + 1 >= texts.length) {
                throw new IllegalArgumentException(option.spelled() + " needs a value.");
            }
            String value = !valued ? "" : equals < 0 ? texts[++i] : texts[i].substring(equals + 1);
            given.put(option, value);
        }
        if (command == null) {
            throw new IllegalArgumentException("A command is needed.");
        }
        for (Option option : given.keySet()) {
            if (!EVERYWHERE.contains(option) && !KNOWN.getOrDefault(command, Set.of()).contains(option)) {
                throw new IllegalArgumentException(option.spelled() + " does not belong to " + command.spelled() + ".");
            }
        }
        return new SchemaArguments(command, given);
    }

    Command command() {
        return command;
    }

    boolean has(Option option) {
        return given.containsKey(option);
    }

    Optional<String> find(Option option) {
        return Optional.ofNullable(given.get(option));
    }

    Optional<Path> findPath(Option option) {
        return find(option).map(text -> Path.of(text).toAbsolutePath().normalize());
    }

    /** @throws IllegalArgumentException where the command cannot do without */
    String get(Option option) {
        return find(option).orElseThrow(
                () -> new IllegalArgumentException(command.spelled() + " needs " + option.spelled() + "."));
    }

    /**
     * @return the version named with {@code --target}; empty where none is
     * @throws IllegalArgumentException where it is no version
     */
    OptionalInt target() {
        Optional<String> text = find(Option.TARGET);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        if (!text.get().matches("[0-9]{1,6}")) {
            throw new IllegalArgumentException("--target is a version, for example 6, not " + text.get() + ".");
        }
        return OptionalInt.of(Integer.parseInt(text.get()));
    }

    /**
     * As {@link #target}, but the word {@code none} is understood, too.
     *
     * @param none what it stands for
     */
    OptionalInt targetOrNone(int none) {
        return find(Option.TARGET).filter("none"::equals).isPresent() ? OptionalInt.of(none) : target();
    }

    /** English, where nothing else is asked for: logs and scripts read it. */
    Locale locale() {
        return find(Option.LANG).filter(tag -> tag.toLowerCase(Locale.ROOT).startsWith("pt"))
                .map(tag -> Locale.forLanguageTag("pt-BR")).orElse(Locale.ENGLISH);
    }

    private static Command command(String text) {
        return Arrays.stream(Command.values()).filter(command -> command.spelled().equals(text)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no command " + text + ": "
                        + Arrays.stream(Command.values()).map(Command::spelled).collect(Collectors.joining(", "))
                        + "."));
    }

    private static Option option(String text) {
        return Arrays.stream(Option.values()).filter(option -> option.spelled().equals(text)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no option " + text + "."));
    }
}
