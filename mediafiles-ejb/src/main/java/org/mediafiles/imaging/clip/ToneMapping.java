package org.mediafiles.imaging.clip;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mediafiles.imaging.ExternalProgram;
import org.mediafiles.imaging.ExternalProgram.Outcome;
import org.mediafiles.imaging.TimeLimit;

/** How a high dynamic range is brought down to what every screen shows, where the machine's ffmpeg can. */
final class ToneMapping {
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final long MOST_OUTPUT = 1 << 20;
    /** {@code npl}: the brightness, in cd/m², that is white; ITU-R BT.2408 has 203 for graphics, 100 is a plain screen's. */
    private static final String CHAIN = "zscale=tin=%s:pin=bt2020:min=bt2020nc:rin=limited:t=linear:npl=100,"
            + "format=gbrpf32le,zscale=p=bt709,tonemap=tonemap=hable:desat=0,"
            + "zscale=t=bt709:p=bt709:m=bt709:r=limited,format=yuv420p";

    private final Ffmpeg ffmpeg;
    /** {@code null} until it was told; a run that failed tells nothing. */
    private Boolean possible;

    ToneMapping(Ffmpeg ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    /** @return filters to put behind the scaling; empty where nothing is to be mapped, or this ffmpeg cannot */
    Optional<String> filters(DynamicRange range) throws IOException {
        return switch (range) {
            case SDR -> Optional.empty();
            case HLG -> isPossible() ? Optional.of(CHAIN.formatted("arib-std-b67")) : Optional.empty();
            case PQ -> isPossible() ? Optional.of(CHAIN.formatted("smpte2084")) : Optional.empty();
        };
    }

    private synchronized boolean isPossible() throws IOException {
        if (possible == null) {
            String filters = ExternalProgram.inPrivateFolder(folder -> {
                Path told = folder.resolve("filters");
                Outcome outcome = ffmpeg.run(folder, Ffmpeg.limits(TimeLimit.of(LONGEST), 0, MOST_OUTPUT),
                        Optional.of(told), List.of("-filters"));
                if (outcome.exitCode() != 0) {
                    throw new ClipFailure(ClipFailure.Reason.PROGRAM_FAILED,
                            "ffmpeg did not tell its filters: exit code " + outcome.exitCode());
                }
                return Files.readString(told, StandardCharsets.ISO_8859_1);
            });
            possible = filters.contains(" zscale ") && filters.contains(" tonemap ");
        }
        return possible;
    }
}
