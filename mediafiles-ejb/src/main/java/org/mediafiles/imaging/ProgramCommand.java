package org.mediafiles.imaging;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What stands before a program's name: each of these replaces itself by the next, so that in the end there is one process
 * with all the limits. What the machine does not have is left out.
 */
final class ProgramCommand {
    /** Where our own process is killed, the system ends the program too; its limits alone would let it go on for a while. */
    private static final List<String> END_WITH_US = List.of("--pdeathsig", "KILL", "--");

    private ProgramCommand() {}

    /** Asked once: old systems' {@code setpriv} does not know the option. */
    private static final class Setpriv {
        static final Optional<Path> FOUND = ExternalProgram.onPath("setpriv").filter(Setpriv::works);

        private static boolean works(Path setpriv) {
            List<String> command = new ArrayList<>(List.of(setpriv.toString()));
            command.addAll(END_WITH_US);
            command.add("true");
            try {
                Process process = new ProcessBuilder(command).redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
                // Whoever asks first may be interrupted: that says nothing about the machine.
                process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join();
                boolean worked = !process.isAlive() && process.exitValue() == 0;
                process.destroyForcibly();
                return worked;
            } catch (IOException e) {
                return false;
            }
        }
    }

    static List<String> of(Path program, ExternalProgram.Limits limits, List<String> arguments) {
        List<String> command = new ArrayList<>();
        Setpriv.FOUND.ifPresent(setpriv -> {
            command.add(setpriv.toString());
            command.addAll(END_WITH_US);
        });
        ExternalProgram.onPath("prlimit").ifPresent(prlimit -> command.addAll(limited(prlimit, limits)));
        if (limits.gentle()) {
            ExternalProgram.onPath("nice").ifPresent(nice -> command.addAll(List.of(nice.toString(), "-n", "10")));
        }
        command.add(program.toString());
        command.addAll(arguments);
        return command;
    }

    private static List<String> limited(Path prlimit, ExternalProgram.Limits limits) {
        List<String> command = new ArrayList<>(List.of(prlimit.toString(),
                "--cpu=" + (limits.time().left().toSeconds() + 1) * limits.threads(), "--core=0", "--nofile=64"));
        if (limits.memoryBytes() != ExternalProgram.Limits.UNLIMITED) {
            command.add("--as=" + limits.memoryBytes());
        }
        if (limits.outputBytes() != ExternalProgram.Limits.UNLIMITED) {
            command.add("--fsize=" + limits.outputBytes());
        }
        command.add("--");
        return command;
    }
}
