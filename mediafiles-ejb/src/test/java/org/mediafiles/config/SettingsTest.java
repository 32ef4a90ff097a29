package org.mediafiles.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private static final Map<String, String> REQUIRED = Map.of("mediafiles.storage.root", "/srv/mediafiles",
            "mediafiles.time-zone", "America/Sao_Paulo");

    private static Settings read(Map<String, String> values) {
        return Settings.read(key -> Optional.ofNullable(values.get(key)));
    }

    private static Settings readWith(String key, String value) {
        Map<String, String> values = new HashMap<>(REQUIRED);
        values.put(key, value);
        return read(values);
    }

    @Test
    void defaultsAreThoseOfTheDesign() {
        Settings settings = read(REQUIRED);
        assertEquals(List.of(), settings.problems());
        assertEquals(
                new UploadLimits(67_108_864L, 100_000_000L, 20_000, 536_870_912L, Duration.ofSeconds(120), 4_096, 20,
                        255),
                settings.limits());
        assertEquals(Locale.forLanguageTag("pt-BR"), settings.hospital().locale());
        assertEquals(
                new SchemaConfig(SchemaConfig.OnStartup.VALIDATE, false, SchemaConfig.Backup.DUMP, Optional.empty(), 5,
                        Optional.empty(), Optional.empty(), false, Duration.ofMinutes(5), Duration.ofMinutes(5)),
                settings.schema());
        assertEquals(new AccessConfig("viewer", 10), settings.access());
        assertEquals(new ToolConfig(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                settings.tools());
        assertEquals(new ImagingConfig(Duration.ofSeconds(10), Duration.ofSeconds(60)), settings.imaging());
        assertEquals(new MediaConfig(Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
                Duration.ofMinutes(30), Duration.ofSeconds(60)), settings.media());
        assertEquals(new IngestConfig(Duration.ofHours(24), Duration.ofDays(30), Duration.ofMinutes(60)),
                settings.ingest());
        assertEquals(new RetentionConfig(false), settings.retention());
        assertEquals(new RateConfig(600, 600, 300), settings.rates());
        assertEquals(new HttpConfig(Duration.ofSeconds(30)), settings.http());
        assertEquals(new AuditConfig(Duration.ofSeconds(1), Duration.ofSeconds(300), Optional.empty()),
                settings.audit());
        assertEquals(Path.of("/srv/audit-anchors.jsonl"), settings.audit().anchorFile(settings.storage().root()));
        assertEquals(new SessionConfig(Duration.ofMinutes(15), Duration.ofHours(12)), settings.sessions());
        assertEquals(Duration.ofMinutes(2), settings.sessions().warning());
        assertEquals(new ProxyConfig(List.of()), settings.proxies());
    }

    @Test
    void everyKeyReachesItsValue() {
        Map<String, String> values = new HashMap<>();
        values.put("mediafiles.limits.photo-bytes", "600MiB");
        values.put("mediafiles.limits.photo-pixels", "1000001");
        values.put("mediafiles.limits.photo-side", "1002");
        values.put("mediafiles.limits.video-bytes", "1003");
        values.put("mediafiles.limits.video-seconds", "104");
        values.put("mediafiles.limits.video-side", "1005");
        values.put("mediafiles.limits.series-images", "6");
        values.put("mediafiles.limits.description-length", "107");
        values.put("mediafiles.storage.root", "/srv/pictures/../mediafiles");
        values.put("mediafiles.time-zone", "America/Manaus");
        values.put("mediafiles.locale", "en-GB");
        values.put("mediafiles.schema.on-startup", "migrate");
        values.put("mediafiles.demo-users", "true");
        values.put("mediafiles.schema.backup", "external");
        values.put("mediafiles.schema.backup-dir", "/srv/backups");
        values.put("mediafiles.schema.backups-kept", "16");
        values.put("mediafiles.schema.pg-dump", "/opt/pg_dump");
        values.put("mediafiles.schema.runner", "clerk");
        values.put("mediafiles.schema.web-rollback", "true");
        values.put("mediafiles.schema.lock-wait-seconds", "17");
        values.put("mediafiles.schema.statement-timeout-seconds", "18");
        values.put("mediafiles.access.adopted-role", "clinician");
        values.put("mediafiles.access.password-length", "21");
        values.put("mediafiles.imaging.heif-convert", "/opt/heif-convert");
        values.put("mediafiles.imaging.vipsthumbnail", "/opt/vipsthumbnail");
        values.put("mediafiles.media.ffmpeg", "/opt/ffmpeg");
        values.put("mediafiles.media.ffprobe", "/opt/ffprobe");
        values.put("mediafiles.imaging.permit-wait-seconds", "11");
        values.put("mediafiles.imaging.decode-limit-seconds", "12");
        values.put("mediafiles.media.transcodes", "9");
        values.put("mediafiles.media.transcode-limit-seconds", "19");
        values.put("mediafiles.media.probe-limit-seconds", "20");
        values.put("mediafiles.ingest.upload-hours", "13");
        values.put("mediafiles.ingest.refused-days", "14");
        values.put("mediafiles.ingest.reconcile-after-minutes", "15");
        values.put("mediafiles.session.idle-minutes", "21");
        values.put("mediafiles.session.absolute-hours", "22");
        values.put("mediafiles.access.proxies", "10.0.3.7, 2001:db8::/64");
        values.put("mediafiles.retention.purge", "off");
        values.put("mediafiles.http.body-patience-seconds", "34");
        values.put("mediafiles.rate.uploads-per-minute", "21");
        values.put("mediafiles.rate.originals-per-minute", "22");
        values.put("mediafiles.rate.searches-per-minute", "23");
        values.put("mediafiles.audit.seal-seconds", "24");
        values.put("mediafiles.audit.anchor-seconds", "25");
        values.put("mediafiles.audit.anchor-file", "/mnt/elsewhere/anchors.jsonl");
        Set<String> asked = new HashSet<>();

        Settings settings = Settings.read(key -> {
            asked.add(key);
            return Optional.ofNullable(values.get(key));
        });

        assertEquals(new Settings(
                new UploadLimits(629_145_600L, 1_000_001L, 1_002, 1_003L, Duration.ofSeconds(104), 1_005, 6, 107),
                new StorageConfig(Path.of("/srv/mediafiles")),
                new HospitalConfig(ZoneId.of("America/Manaus"), Locale.ENGLISH),
                new SchemaConfig(SchemaConfig.OnStartup.MIGRATE, true, SchemaConfig.Backup.EXTERNAL,
                        path("/srv/backups"), 16, path("/opt/pg_dump"), Optional.of("clerk"), true,
                        Duration.ofSeconds(17), Duration.ofSeconds(18)),
                new AccessConfig("clinician", 21),
                new ToolConfig(path("/opt/heif-convert"), path("/opt/vipsthumbnail"), path("/opt/ffmpeg"),
                        path("/opt/ffprobe")),
                new ImagingConfig(Duration.ofSeconds(11), Duration.ofSeconds(12)),
                new MediaConfig(9, Duration.ofSeconds(19), Duration.ofSeconds(20)),
                new IngestConfig(Duration.ofHours(13), Duration.ofDays(14), Duration.ofMinutes(15)),
                new RetentionConfig(false), new RateConfig(21, 22, 23),
                new AuditConfig(Duration.ofSeconds(24), Duration.ofSeconds(25), path("/mnt/elsewhere/anchors.jsonl")),
                new HttpConfig(Duration.ofSeconds(34)),
                new SessionConfig(Duration.ofMinutes(21), Duration.ofHours(22)),
                ProxyConfig.parse("10.0.3.7,2001:db8::/64"), List.of()), settings);
        assertEquals(values.keySet(), asked);
    }

    private static Optional<Path> path(String text) {
        return Optional.of(Path.of(text));
    }

    @ParameterizedTest
    @CsvSource({"mediafiles.limits.photo-bytes,64MB", "mediafiles.limits.photo-bytes,99999999999999999GiB",
            "mediafiles.limits.photo-bytes,0", "mediafiles.limits.photo-side,2147483648",
            "mediafiles.limits.description-length,256", "mediafiles.storage.root,relative/folder",
            "mediafiles.time-zone,Sao Paulo", "mediafiles.locale,de", "mediafiles.schema.on-startup,MIGRATE",
            "mediafiles.demo-users,yes", "mediafiles.access.password-length,7",
            "mediafiles.schema.backup,pg_dump", "mediafiles.schema.backups-kept,0",
            "mediafiles.schema.web-rollback,1", "mediafiles.schema.statement-timeout-seconds,0",
            "mediafiles.access.adopted-role,nurse",
            "mediafiles.imaging.decode-limit-seconds,0", "mediafiles.media.transcodes,0",
            "mediafiles.media.transcodes,65", "mediafiles.media.transcode-limit-seconds,0",
            "mediafiles.ingest.upload-hours,-1",
            "mediafiles.rate.uploads-per-minute,0", "mediafiles.rate.searches-per-minute,1000001",
            "mediafiles.http.body-patience-seconds,0",
            "mediafiles.session.idle-minutes,0", "mediafiles.session.absolute-hours,169",
            "mediafiles.access.proxies,proxy.hospital.example", "mediafiles.access.proxies,10.0.0.0/33",
            "mediafiles.retention.purge,on", "mediafiles.audit.seal-seconds,0",
            "mediafiles.audit.seal-seconds,3601", "mediafiles.audit.anchor-seconds,0",
            "mediafiles.audit.anchor-file,anchors.jsonl"})
    void valueThatCannotBeUsedIsReportedByItsKey(String key, String value) {
        Settings settings = readWith(key, value);
        assertEquals(1, settings.problems().size(), () -> settings.problems().toString());
        String area = key.substring(0, key.lastIndexOf('.'));
        assertTrue(settings.problems().get(0).startsWith(area), settings.problems().get(0));
        Settings usual = read(REQUIRED);
        assertEquals(usual.limits(), settings.limits());
    }

    @Test
    void timeZoneIsRequiredOutsideTheRunProfile() {
        Map<String, String> values = new HashMap<>(REQUIRED);
        values.remove("mediafiles.time-zone");
        assertEquals(List.of("mediafiles.time-zone is not set: name the hospital's time zone, for example"
                + " America/Sao_Paulo."), read(values).problems());

        values.put("mediafiles.demo-users", "true");
        values.put("mediafiles.schema.backup", "external");
        values.put("mediafiles.schema.backup-dir", "/srv/backups");
        values.put("mediafiles.schema.backups-kept", "16");
        values.put("mediafiles.schema.pg-dump", "/opt/pg_dump");
        values.put("mediafiles.schema.runner", "clerk");
        values.put("mediafiles.schema.web-rollback", "true");
        values.put("mediafiles.schema.lock-wait-seconds", "17");
        values.put("mediafiles.schema.statement-timeout-seconds", "18");
        assertEquals(List.of(), read(values).problems());
        assertEquals(ZoneId.systemDefault(), read(values).hospital().timeZone());
    }

    @Test
    void storageRootIsRequired() {
        assertEquals(List.of("mediafiles.storage.root is not set: name the absolute folder that is to hold the files."),
                read(Map.of("mediafiles.time-zone", "UTC")).problems());
    }

    @ParameterizedTest
    @CsvSource({"pt-BR,pt-BR", "pt_BR,pt-BR", "pt-PT,pt-BR", "pt,pt-BR", "en,en", "en-US,en"})
    void anyPortugueseIsBrazilian(String configured, String meant) {
        assertEquals(Locale.forLanguageTag(meant), readWith("mediafiles.locale", configured).hospital().locale());
    }
}
