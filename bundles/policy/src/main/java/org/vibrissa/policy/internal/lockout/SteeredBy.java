package org.vibrissa.policy.internal.lockout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.config.Configuration;
import org.vibrissa.config.Setting;
import org.vibrissa.identity.Identity;
import org.vibrissa.identity.Label;
import org.vibrissa.identity.Labels;
import org.vibrissa.identity.NodeLabels;
import org.vibrissa.identity.ReservedIdentity;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.policy.internal.document.ManagementPaths;
import org.vibrissa.policy.internal.engine.EngineSettings;
import org.vibrissa.policy.internal.engine.NamedPorts;
import org.vibrissa.policy.internal.engine.Subject;
import org.vibrissa.policy.internal.explain.Judge;
import org.vibrissa.policy.internal.explain.Packet;
import org.vibrissa.policy.internal.rule.Direction;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.policy.internal.rule.Protocol;
import org.vibrissa.state.Tables;

/**
 * Other hosts of the fleet, etcd where it is in use, and SSH where somebody listens. Judged as the
 * engine would, without asking it: the store's lock is held meanwhile.
 */
@Component
public final class SteeredBy implements ManagementPaths {
    private static final int SSH = 22;
    private static final int ETCD = 2379;

    /** Of a socket in /proc/net/tcp that listens. */
    private static final String LISTENS = "0A";

    private final Configuration configuration;
    private final Tables tables;

    @Activate
    public SteeredBy(@Reference Configuration configuration, @Reference Tables tables) {
        this.configuration = configuration;
        this.tables = tables;
    }

    @Override
    public List<String> cutBy(List<Policy> policiesOfNodes) {
        Optional<Labels> self = self();
        if (self.isEmpty()) {
            return List.of();
        }
        Subject host = new Subject(self.get(), true, false, NamedPorts.NONE);
        Judge judge = new Judge(policiesOfNodes, EngineSettings.USUAL, NamedPorts.NONE);
        return paths().stream()
                .filter(
                        path ->
                                !judge.judge(host, path.direction(), path.peer(), path.packet())
                                        .verdict()
                                        .passes())
                .map(HostPath::name)
                .toList();
    }

    private Optional<Labels> self() {
        for (var row : tables.open(NodeLabels.TABLE).snapshot()) {
            if (row.getValue().labels().isReserved(ReservedIdentity.HOST.text())) {
                return Optional.of(row.getValue().labels());
            }
        }
        return Optional.empty();
    }

    private List<HostPath> paths() {
        List<HostPath> paths = new ArrayList<>();
        if (others()) {
            int port = setting("fleet.port").map(Integer::parseInt).orElse(0);
            Identity remote = ReservedIdentity.REMOTE_NODE.identity();
            Packet packet = new Packet(Protocol.TCP.number(), port);
            paths.add(
                    new HostPath(
                            "fleet port " + port + "/tcp from other hosts",
                            Direction.INGRESS,
                            remote,
                            packet));
            paths.add(
                    new HostPath(
                            "fleet port " + port + "/tcp of other hosts",
                            Direction.EGRESS,
                            remote,
                            packet));
        }
        if (setting("fleet.store").filter("etcd"::equals).isPresent()) {
            etcd().forEach(paths::add);
        }
        if (listens(SSH)) {
            paths.add(
                    new HostPath(
                            "ssh 22/tcp from outside",
                            Direction.INGRESS,
                            ReservedIdentity.WORLD.identity(),
                            new Packet(Protocol.TCP.number(), SSH)));
        }
        return paths;
    }

    private boolean others() {
        return tables.open(NodeLabels.TABLE).snapshot().size() > 1;
    }

    private Optional<String> setting(String key) {
        return configuration.setting(key).map(Setting::value);
    }

    /** Those that are named by address; whose names would have to be looked up are left out. */
    private Stream<HostPath> etcd() {
        return setting("etcd.endpoints").stream()
                .flatMap(text -> Stream.of(text.split("[\\s,\\[\\]\"]+")))
                .filter(text -> !text.isEmpty())
                .map(URI::create)
                .flatMap(uri -> prefix(uri).stream().map(prefix -> etcd(uri, prefix)));
    }

    private static Optional<IpPrefix> prefix(URI uri) {
        try {
            String host = uri.getHost() == null ? "" : uri.getHost().replaceAll("[\\[\\]]", "");
            return Optional.of(IpPrefix.host(IpAddresses.parse(host)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static HostPath etcd(URI uri, IpPrefix prefix) {
        int port = uri.getPort() > 0 ? uri.getPort() : ETCD;
        Labels labels = Labels.of(Label.cidr(prefix), Label.reserved("world"));
        return new HostPath(
                "etcd at " + uri.getAuthority(),
                Direction.EGRESS,
                new Identity(Identity.LOCAL_FIRST, labels),
                new Packet(Protocol.TCP.number(), port));
    }

    /** By the kernel's own list of this network namespace (proc(5), net/tcp). */
    private static boolean listens(int port) {
        String local = String.format(":%04X", port);
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .map(Path::of)
                .filter(Files::exists)
                .flatMap(SteeredBy::lines)
                .map(line -> line.trim().split("\\s+", -1))
                .anyMatch(f -> f.length > 3 && f[1].endsWith(local) && f[3].equals(LISTENS));
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
