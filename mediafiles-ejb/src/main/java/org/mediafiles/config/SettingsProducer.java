package org.mediafiles.config;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Reads MicroProfile Config once and hands out its parts: {@code @Inject UploadLimits limits}. */
@ApplicationScoped
class SettingsProducer {
    private Settings settings;

    @PostConstruct
    void read() {
        Config config = ConfigProvider.getConfig();
        settings = Settings.read(key -> config.getOptionalValue(key, String.class));
    }

    @Produces
    @Singleton
    Settings settings() {
        return settings;
    }

    @Produces
    @Singleton
    UploadLimits limits() {
        return settings.limits();
    }

    @Produces
    @Singleton
    StorageConfig storage() {
        return settings.storage();
    }

    @Produces
    @Singleton
    HospitalConfig hospital() {
        return settings.hospital();
    }

    @Produces
    @Singleton
    SchemaConfig schema() {
        return settings.schema();
    }

    @Produces
    @Singleton
    AccessConfig access() {
        return settings.access();
    }

    @Produces
    @Singleton
    ToolConfig tools() {
        return settings.tools();
    }

    @Produces
    @Singleton
    ImagingConfig imaging() {
        return settings.imaging();
    }

    @Produces
    @Singleton
    MediaConfig media() {
        return settings.media();
    }

    @Produces
    @Singleton
    IngestConfig ingest() {
        return settings.ingest();
    }

    @Produces
    @Singleton
    RateConfig rates() {
        return settings.rates();
    }

    @Produces
    @Singleton
    RetentionConfig retention() {
        return settings.retention();
    }

    @Produces
    @Singleton
    AuditConfig audit() {
        return settings.audit();
    }

    @Produces
    @Singleton
    SessionConfig sessions() {
        return settings.sessions();
    }

    @Produces
    @Singleton
    ProxyConfig proxies() {
        return settings.proxies();
    }
}
