package org.mediafiles.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Everything that can be configured, read once. A value that cannot be used is replaced by its default and reported among
 * the problems, which keep the program shut: so nobody ever works with a value that the admin did not mean.
 *
 * @param problems one sentence each that names the key and says what to do; empty where all is well
 */
public record Settings(UploadLimits limits, StorageConfig storage, HospitalConfig hospital, SchemaConfig schema,
        AccessConfig access, ToolConfig tools, ImagingConfig imaging, MediaConfig media, IngestConfig ingest,
        RetentionConfig retention, RateConfig rates, AuditConfig audit, HttpConfig http,
        SessionConfig sessions, ProxyConfig proxies,
        List<String> problems) {

    public Settings {
        problems = List.copyOf(problems);
    }

    /** @param lookup gives a key's value where one is set; a blank value counts as none */
    public static Settings read(Function<String, Optional<String>> lookup) {
        SettingsReader reader = new SettingsReader(lookup);
        SchemaConfig schema = schema(reader);
        return new Settings(limits(reader), storage(reader), hospital(reader, schema.demoUsers()), schema,
                access(reader),
                new ToolConfig(reader.path("mediafiles.imaging.heif-convert"),
                        reader.path("mediafiles.imaging.vipsthumbnail"), reader.path("mediafiles.media.ffmpeg"),
                        reader.path("mediafiles.media.ffprobe")),
                imaging(reader), media(reader), ingest(reader), retention(reader), rates(reader), audit(reader),
                http(reader),
                sessions(reader),
                reader.checked(ProxyConfig.DEFAULTS,
                        () -> ProxyConfig.parse(reader.text("mediafiles.access.proxies", ""))),
                reader.problems());
    }

    private static UploadLimits limits(SettingsReader reader) {
        UploadLimits defaults = UploadLimits.DEFAULTS;
        return reader.checked(defaults,
                () -> new UploadLimits(reader.bytes("mediafiles.limits.photo-bytes", defaults.maxPhotoBytes()),
                        reader.number("mediafiles.limits.photo-pixels", defaults.maxPhotoPixels(), Long.MAX_VALUE),
                        reader.integer("mediafiles.limits.photo-side", defaults.maxPhotoSide()),
                        reader.bytes("mediafiles.limits.video-bytes", defaults.maxVideoBytes()),
                        reader.seconds("mediafiles.limits.video-seconds", defaults.maxVideoDuration()),
                        reader.integer("mediafiles.limits.video-side", defaults.maxVideoSide()),
                        reader.integer("mediafiles.limits.series-images", defaults.maxSeriesImages()),
                        reader.integer("mediafiles.limits.description-length", defaults.maxDescriptionLength())));
    }

    private static StorageConfig storage(SettingsReader reader) {
        StorageConfig nowhere = new StorageConfig(
                Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath().resolve("mediafiles-not-configured"));
        Optional<Path> root = reader.path("mediafiles.storage.root");
        if (root.isEmpty()) {
            reader.report("mediafiles.storage.root is not set: name the absolute folder that is to hold the files.");
            return nowhere;
        }
        return reader.checked(nowhere, () -> new StorageConfig(root.get().normalize()));
    }

    private static HospitalConfig hospital(SettingsReader reader, boolean runProfile) {
        return new HospitalConfig(reader.timeZone("mediafiles.time-zone", runProfile),
                reader.locale("mediafiles.locale", HospitalConfig.PORTUGUESE));
    }

    private static AccessConfig access(SettingsReader reader) {
        AccessConfig defaults = AccessConfig.DEFAULTS;
        return reader.checked(defaults,
                () -> new AccessConfig(reader.text("mediafiles.access.adopted-role", defaults.adoptedRole()),
                        reader.integer("mediafiles.access.password-length", defaults.passwordLength())));
    }

    private static SchemaConfig schema(SettingsReader reader) {
        SchemaConfig defaults = SchemaConfig.DEFAULTS;
        SchemaConfig.OnStartup onStartup = reader.choice("mediafiles.schema.on-startup", defaults.onStartup(),
                SchemaConfig.OnStartup.values());
        SchemaConfig.Backup backup = reader.choice("mediafiles.schema.backup", defaults.backup(),
                SchemaConfig.Backup.values());
        boolean demoUsers = reader.flag("mediafiles.demo-users", defaults.demoUsers());
        return reader.checked(defaults,
                () -> new SchemaConfig(onStartup, demoUsers, backup, reader.path("mediafiles.schema.backup-dir"),
                        reader.integer("mediafiles.schema.backups-kept", defaults.backupsKept()),
                        reader.path("mediafiles.schema.pg-dump"), reader.given("mediafiles.schema.runner"),
                        reader.flag("mediafiles.schema.web-rollback", defaults.webRollback()),
                        reader.seconds("mediafiles.schema.lock-wait-seconds", defaults.lockWait()),
                        reader.seconds("mediafiles.schema.statement-timeout-seconds", defaults.statementTimeout())));
    }

    private static ImagingConfig imaging(SettingsReader reader) {
        ImagingConfig defaults = ImagingConfig.DEFAULTS;
        return reader.checked(defaults,
                () -> new ImagingConfig(
                        reader.seconds("mediafiles.imaging.permit-wait-seconds", defaults.permitWait()),
                        reader.seconds("mediafiles.imaging.decode-limit-seconds", defaults.decodeLimit())));
    }

    private static MediaConfig media(SettingsReader reader) {
        MediaConfig defaults = MediaConfig.DEFAULTS;
        return reader.checked(defaults,
                () -> new MediaConfig(reader.integer("mediafiles.media.transcodes", defaults.transcodes()),
                        reader.seconds("mediafiles.media.transcode-limit-seconds", defaults.transcodeLimit()),
                        reader.seconds("mediafiles.media.probe-limit-seconds", defaults.probeLimit())));
    }

    private static IngestConfig ingest(SettingsReader reader) {
        IngestConfig defaults = IngestConfig.DEFAULTS;
        return reader.checked(defaults,
                () -> new IngestConfig(reader.hours("mediafiles.ingest.upload-hours", defaults.uploadExpiry()),
                        reader.days("mediafiles.ingest.refused-days", defaults.refusedKept()),
                        reader.minutes("mediafiles.ingest.reconcile-after-minutes", defaults.reconcileAfter())));
    }

    private static RateConfig rates(SettingsReader reader) {
        RateConfig defaults = RateConfig.DEFAULTS;
        return reader.checked(defaults,
                () -> new RateConfig(
                        reader.integer("mediafiles.rate.uploads-per-minute", defaults.uploadsPerMinute()),
                        reader.integer("mediafiles.rate.originals-per-minute", defaults.originalsPerMinute()),
                        reader.integer("mediafiles.rate.searches-per-minute", defaults.searchesPerMinute())));
    }

    private static SessionConfig sessions(SettingsReader reader) {
        SessionConfig defaults = SessionConfig.DEFAULTS;
        return reader.checked(defaults,
                () -> new SessionConfig(reader.minutes("mediafiles.session.idle-minutes", defaults.idle()),
                        reader.hours("mediafiles.session.absolute-hours", defaults.absolute())));
    }

    private static RetentionConfig retention(SettingsReader reader) {
        if (!reader.text("mediafiles.retention.purge", "off").equals("off")) {
            reader.report("mediafiles.retention.purge: off is the only value that this version knows.");
        }
        return RetentionConfig.DEFAULTS;
    }

    private static AuditConfig audit(SettingsReader reader) {
        AuditConfig defaults = AuditConfig.DEFAULTS;
        return reader.checked(defaults,
                () -> new AuditConfig(reader.seconds("mediafiles.audit.seal-seconds", defaults.sealEvery()),
                        reader.seconds("mediafiles.audit.anchor-seconds", defaults.anchorEvery()),
                        reader.path("mediafiles.audit.anchor-file")));
    }

    private static HttpConfig http(SettingsReader reader) {
        HttpConfig defaults = HttpConfig.DEFAULTS;
        return reader.checked(defaults, () -> new HttpConfig(
                reader.seconds("mediafiles.http.body-patience-seconds", defaults.bodyPatience())));
    }
}
