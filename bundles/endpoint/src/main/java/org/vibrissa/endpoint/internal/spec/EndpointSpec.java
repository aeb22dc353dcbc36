package org.vibrissa.endpoint.internal.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.vibrissa.endpoint.EndpointForm;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.MacAddress;
import org.vibrissa.state.InvalidResource;
import org.vibrissa.state.SpecReader;

/**
 * The spec of an Endpoint.
 *
 * @param form what it is made of
 * @param netns a namespace's name or path
 * @param pid a process in the namespace
 * @param device a device of the host
 * @param interfaceName the device's name inside the namespace
 * @param addresses static addresses; empty = one of each family of the pool
 * @param pool where addresses come from
 * @param mac the endpoint's MAC; made from the uid when absent
 * @param mtu bytes
 * @param reserved what it is when it is the daemon's own: {@code health}
 * @param cgroup a cgroup, by its path below the cgroup2 mount
 * @param unit a systemd unit whose cgroup it is
 * @param ports names that policies may use for its ports
 */
public record EndpointSpec(
        EndpointForm form,
        Optional<String> netns,
        OptionalInt pid,
        Optional<String> device,
        String interfaceName,
        List<InetAddress> addresses,
        String pool,
        Optional<MacAddress> mac,
        OptionalInt mtu,
        Optional<String> reserved,
        Optional<String> cgroup,
        Optional<String> unit,
        List<EndpointPort> ports) {
    private static final List<String> FORMS =
            Stream.of(EndpointForm.values()).map(EndpointForm::label).toList();
    private static final List<String> RESERVED = List.of("health");
    private static final String CGROUP_ROOT = "/sys/fs/cgroup";
    private static final int MIN_MTU = 576;
    private static final int MAX_MTU = 65535;
    private static final int MAX_PID = 1 << 22;

    /** Reads a spec strictly. */
    public static EndpointSpec decode(JsonNode node) {
        SpecReader in = SpecReader.of(node, "spec");
        EndpointSpec spec =
                new EndpointSpec(
                        EndpointForm.valueOf(
                                in.choice("kind", FORMS)
                                        .orElse(EndpointForm.NETNS.label())
                                        .toUpperCase(Locale.ROOT)),
                        in.text("netns"),
                        optional(in.integer("pid", 1, MAX_PID)),
                        in.value("device", EndpointSpec::deviceName),
                        in.value("interface", EndpointSpec::deviceName).orElse("eth0"),
                        in.values("addresses", IpAddresses::parse),
                        in.text("pool").orElse("default"),
                        in.value("mac", EndpointSpec::unicastMac),
                        optional(in.integer("mtu", MIN_MTU, MAX_MTU)),
                        in.choice("reserved", RESERVED),
                        in.value("cgroup", EndpointSpec::cgroupPath),
                        in.value("unit", EndpointSpec::unitName),
                        in.objects("ports").stream().map(EndpointPort::decode).toList());
        in.end();
        spec.check();
        return spec;
    }

    private void check() {
        switch (form) {
            case NETNS -> {
                if (netns.isPresent() == pid.isPresent()) {
                    throw new InvalidResource(
                            "spec.netns",
                            "kind netns needs either netns (a name or path) or pid, not both");
                }
                absent("device", device.isPresent());
                noCgroup();
            }
            case DEVICE -> {
                if (device.isEmpty()) {
                    throw new InvalidResource("spec.device", "is required for kind device");
                }
                if (mac.isEmpty()) {
                    throw new InvalidResource(
                            "spec.mac",
                            "is required for kind device: the MAC of the guest's interface");
                }
                absent("netns", netns.isPresent());
                absent("pid", pid.isPresent());
                absent("reserved", reserved.isPresent());
                noCgroup();
            }
            case HOST -> {
                noDevice();
                noCgroup();
            }
            case CGROUP -> {
                if (cgroup.isPresent() == unit.isPresent()) {
                    throw new InvalidResource(
                            "spec.unit",
                            "kind cgroup needs either unit (a systemd unit) or cgroup (a path"
                                    + " below /sys/fs/cgroup), not both");
                }
                noDevice();
                absent("addresses", !addresses.isEmpty());
                absent("mtu", mtu.isPresent());
            }
        }
        if (ports.stream().map(EndpointPort::id).distinct().count() != ports.size()) {
            throw new InvalidResource("spec.ports", "names a port of one protocol twice");
        }
        if (addresses.stream().distinct().count() != addresses.size()) {
            throw new InvalidResource("spec.addresses", "names an address twice");
        }
    }

    private void noDevice() {
        absent("netns", netns.isPresent());
        absent("pid", pid.isPresent());
        absent("device", device.isPresent());
        absent("mac", mac.isPresent());
        absent("reserved", reserved.isPresent());
    }

    private void noCgroup() {
        absent("cgroup", cgroup.isPresent());
        absent("unit", unit.isPresent());
    }

    private void absent(String field, boolean present) {
        if (present) {
            throw new InvalidResource(
                    "spec." + field, "has no meaning for kind " + form.label() + "; leave it out");
        }
    }

    private static String deviceName(String text) {
        if (!text.matches("[^\\s/:]{1,15}") || text.equals(".") || text.equals("..")) {
            throw new IllegalArgumentException(
                    "is no device name: 1..15 characters without space, / or :");
        }
        return text;
    }

    /** Below the mount, however it is written. */
    private static String cgroupPath(String text) {
        String path =
                text.startsWith(CGROUP_ROOT + "/")
                        ? text.substring(CGROUP_ROOT.length() + 1)
                        : text.startsWith("/") ? "" : text;
        boolean climbs = List.of(path.split("/", -1)).contains("..");
        if (!path.matches("[!-~]{1,4096}") || climbs || path.equals(".")) {
            throw new IllegalArgumentException(
                    "is no cgroup: \""
                            + text
                            + "\"; write a path below "
                            + CGROUP_ROOT
                            + " such as "
                            + CGROUP_ROOT
                            + "/system.slice/web.service");
        }
        return path;
    }

    private static String unitName(String text) {
        if (!text.matches(
                "[A-Za-z0-9:_.@\\\\-]{1,247}\\.(service|scope|slice|socket|mount|swap)")) {
            throw new IllegalArgumentException(
                    "is no systemd unit with processes: \"" + text + "\"; such as web.service");
        }
        return text;
    }

    private static MacAddress unicastMac(String text) {
        MacAddress mac = MacAddress.parse(text);
        if (mac.isMulticast() || mac.equals(MacAddress.ZERO)) {
            throw new IllegalArgumentException("is not a unicast MAC address: " + text);
        }
        return mac;
    }

    private static OptionalInt optional(Optional<Long> value) {
        return value.isPresent() ? OptionalInt.of(value.get().intValue()) : OptionalInt.empty();
    }
}
