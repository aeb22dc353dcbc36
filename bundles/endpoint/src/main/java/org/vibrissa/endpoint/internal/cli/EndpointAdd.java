package org.vibrissa.endpoint.internal.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.endpoint.EndpointForm;
import org.vibrissa.endpoint.internal.spec.EndpointKind;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.Change;
import org.vibrissa.state.Document;
import org.vibrissa.state.Metadata;
import org.vibrissa.state.ResourceStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vibrissa endpoint add}. */
@Component(service = CommandProvider.class)
public final class EndpointAdd extends EndpointCommand {
    private final ResourceStore store;

    @Activate
    public EndpointAdd(@Reference ResourceStore store) {
        super("add");
        this.store = store;
    }

    @Override
    public String example() {
        return "vibrissa endpoint add deathstar-1 --netns deathstar-1 --label org=empire";
    }

    @Override
    public boolean structured() {
        return false;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(store, invocation);
    }

    @Command(description = "Adds an endpoint, or changes it, and waits until it is in force.")
    private static final class Run implements Runnable {
        private final ResourceStore store;
        private final Invocation invocation;

        @Parameters(paramLabel = "NAME", description = "Its name: 1..63 of a-z, 0-9, -")
        private String name;

        @Option(names = "--namespace", defaultValue = "default", description = "Default: default")
        private String namespace;

        @Option(names = "--netns", description = "A network namespace, by name or path")
        private String netns;

        @Option(names = "--pid", description = "A process whose network namespace it is")
        private Integer pid;

        @Option(names = "--device", description = "A device of the host, such as a VM's tap")
        private String device;

        @Option(names = "--unit", description = "A systemd unit of the host, such as web.service")
        private String unit;

        @Option(names = "--cgroup", description = "A cgroup, by its path below /sys/fs/cgroup")
        private String cgroup;

        @Option(names = "--host", description = "The host itself")
        private boolean host;

        @Option(names = "--interface", description = "Name inside the namespace. Default: eth0")
        private String interfaceName;

        @Option(
                names = "--ip",
                description = "A static address, may be given twice. Default: from the pool")
        private List<String> addresses = List.of();

        @Option(names = "--pool", description = "Where addresses come from. Default: default")
        private String pool;

        @Option(names = "--mac", description = "The endpoint's MAC; needed for --device")
        private String mac;

        @Option(names = "--mtu", description = "Bytes, 576..65535")
        private Integer mtu;

        @Option(
                names = {"-l", "--label"},
                paramLabel = "KEY=VALUE",
                description = "A label, may be given often")
        private Map<String, String> labels = Map.of();

        @Option(
                names = "--timeout",
                defaultValue = "10",
                description = "Seconds to wait until it is in force, 0 = do not wait. Default: 10")
        private int timeoutSeconds;

        Run(ResourceStore store, Invocation invocation) {
            this.store = store;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            Document document =
                    new Document(
                            "endpoint add",
                            1,
                            "vibrissa.org/v1",
                            EndpointKind.NAME,
                            Metadata.of(name, namespace, labels, Map.of()),
                            spec(),
                            Map.of());
            Change change = store.apply(List.of(document), ApplyOptions.USER).get(0);
            invocation.out().printf("endpoint %s %s%n", name, change.action().label());
            if (timeoutSeconds > 0) {
                new Settling(store, invocation)
                        .await(change.resource(), Duration.ofSeconds(timeoutSeconds));
            }
        }

        private ObjectNode spec() {
            long ways =
                    Stream.of(netns, pid, device, unit, cgroup).filter(Objects::nonNull).count()
                            + (host ? 1 : 0);
            if (ways != 1) {
                throw CommandFailed.usage(
                        "give one of --netns, --pid, --device, --unit, --cgroup, --host",
                        "vibrissa endpoint add --help");
            }
            ObjectNode spec = JsonNodeFactory.instance.objectNode();
            spec.put("kind", form().label());
            put(spec, "netns", netns);
            put(spec, "device", device);
            put(spec, "unit", unit);
            put(spec, "cgroup", cgroup);
            put(spec, "interface", interfaceName);
            put(spec, "pool", pool);
            put(spec, "mac", mac);
            if (pid != null) {
                spec.put("pid", pid);
            }
            if (mtu != null) {
                spec.put("mtu", mtu);
            }
            if (!addresses.isEmpty()) {
                addresses.forEach(spec.putArray("addresses")::add);
            }
            return spec;
        }

        private EndpointForm form() {
            if (unit != null || cgroup != null) {
                return EndpointForm.CGROUP;
            }
            if (device != null) {
                return EndpointForm.DEVICE;
            }
            return host ? EndpointForm.HOST : EndpointForm.NETNS;
        }

        private static void put(ObjectNode spec, String field, String value) {
            if (value != null) {
                spec.put(field, value);
            }
        }
    }
}
