package org.mediafiles.schema.preflight;

import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** All checks, in the order in which a person reads them. */
final class Checklist {
    private Checklist() {}

    static List<Check> all() {
        return Stream
                .of(server(), rights(), concurrency(), disk(), schema(), tools(), sharedTables(), deployment(), data())
                .flatMap(List::stream).toList();
    }

    private static List<Check> server() {
        return List.of(Check.of("server-version", Topic.SERVER, ServerChecks::version),
                Check.of("server-writable", Topic.SERVER, ServerChecks::writable),
                Check.outsideTransaction("direct-connection", Topic.SERVER, DirectConnection::look),
                Check.of("encoding", Topic.SERVER, ServerChecks::encoding),
                Check.of("collation", Topic.SERVER, CollationChecks::ofDatabase),
                Check.of("collation-of-indexes", Topic.SERVER, CollationChecks::ofIndexes),
                Check.of("transaction-ids", Topic.SERVER, MaintenanceChecks::transactionIds),
                Check.of("autovacuum", Topic.SERVER, MaintenanceChecks::autovacuum),
                Check.of("durability", Topic.SERVER, ServerChecks::durability));
    }

    private static List<Check> rights() {
        return List.of(Check.of("owner-creates", Topic.RIGHTS, OwnerChecks::creating),
                Check.of("owner-owns", Topic.RIGHTS, OwnerChecks::owning),
                Check.of("owner-refers", Topic.RIGHTS, OwnerChecks::sharedTables),
                Check.of("runner", Topic.RIGHTS, RunnerChecks::look));
    }

    private static List<Check> concurrency() {
        ActivityChecks activity = new ActivityChecks(ActivityChecks.LONG);
        ReplicationChecks replication = new ReplicationChecks(ReplicationChecks.MOST_LAG);
        return List.of(Check.of("long-transactions", Topic.CONCURRENCY, activity::longTransactions),
                Check.of("locks", Topic.CONCURRENCY, activity::locks),
                Check.of("prepared-transactions", Topic.CONCURRENCY, ActivityChecks::preparedTransactions),
                Check.of("slots", Topic.CONCURRENCY, replication::slots),
                Check.of("replicas", Topic.CONCURRENCY, replication::replicas),
                Check.of("publications", Topic.CONCURRENCY, ReplicationChecks::logical));
    }

    private static List<Check> disk() {
        return List.of(Check.of("disk", Topic.DISK, new DiskChecks(DiskChecks::usable)::look));
    }

    private static List<Check> schema() {
        return List.of(Check.of("met", Topic.SCHEMA, HistoryChecks::met),
                Check.of("schema-newer", Topic.SCHEMA, HistoryChecks::newer),
                Check.of("history-gaps", Topic.SCHEMA, HistoryChecks::gaps),
                Check.of("history-failed", Topic.SCHEMA, HistoryChecks::broken),
                Check.of("scripts", Topic.SCHEMA, HistoryChecks::drift),
                Check.outsideTransaction("structure", Topic.SCHEMA, DataChecks::structure),
                Check.of("invalid-indexes", Topic.SCHEMA, StandingChecks::invalidIndexes),
                Check.of("trail", Topic.SCHEMA, StandingChecks::trail),
                Check.of("runs", Topic.SCHEMA, StandingChecks::runs));
    }

    private static List<Check> tools() {
        Predicate<String> readable = format -> ImageIO.getImageReadersByFormatName(format).hasNext();
        return List.of(Check.of("ffmpeg", Topic.TOOLS, ToolChecks::ffmpeg),
                Check.of("heif", Topic.TOOLS, ToolChecks::heif),
                Check.of("picture-readers", Topic.TOOLS, look -> ToolChecks.pictures(look, readable)),
                Check.of("backup", Topic.TOOLS, ToolChecks::backup),
                Check.of("storage", Topic.TOOLS, new StorageCheck(System::getProperty)::look));
    }

    private static List<Check> sharedTables() {
        return List.of(Check.of("shared-columns", Topic.SHARED_TABLES, SharedTableChecks::columns),
                Check.of("shared-indexes", Topic.SHARED_TABLES, SharedTableChecks::indexes));
    }

    private static List<Check> deployment() {
        DeploymentChecks deployment = new DeploymentChecks(new WebServer(ManagementFactory.getPlatformMBeanServer()),
                DeploymentChecks.configuredBindAddress(), Clock.systemUTC());
        return List.of(Check.of("tls", Topic.DEPLOYMENT, deployment::tls),
                Check.of("cookie", Topic.DEPLOYMENT, look -> deployment.cookie()),
                Check.of("demo-users", Topic.DEPLOYMENT, DeploymentChecks::demoUsers),
                Check.of("clocks", Topic.DEPLOYMENT, deployment::clock));
    }

    private static List<Check> data() {
        return List.of(Check.outsideTransaction("data", Topic.DATA, DataChecks::data));
    }
}
