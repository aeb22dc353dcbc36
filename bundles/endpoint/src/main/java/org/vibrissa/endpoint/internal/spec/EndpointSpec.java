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
        Optional<String> reserved) {
    private static final List<String> FORMS =
            Stream.of(EndpointForm.values()).map(EndpointForm::label).toList();
    private static final List<String> RESERVED = List.of("health");
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
                        in.choice("reserved", RESERVED));
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
            }
            case HOST -> {
                absent("netns", netns.isPresent());
                absent("pid", pid.isPresent());
                absent("device", device.isPresent());
                absent("mac", mac.isPresent());
                absent("reserved", reserved.isPresent());
            }
        }
        if (addresses.stream().distinct().count() != addresses.size()) {
            throw new InvalidResource("spec.addresses", "names an address twice");
        }
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
