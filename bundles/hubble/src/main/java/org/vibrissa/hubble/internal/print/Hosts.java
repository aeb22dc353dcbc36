package org.vibrissa.hubble.internal.print;

import java.util.List;
import java.util.Optional;
import org.vibrissa.hubble.proto.flow.Endpoint;
import org.vibrissa.hubble.proto.flow.Flow;
import org.vibrissa.hubble.proto.flow.Layer4;
import org.vibrissa.hubble.proto.flow.Service;
import org.vibrissa.identity.ReservedIdentity;

/** The two ends of a flow in words. */
final class Hosts {
    private final boolean names;
    private final Colours colours;

    Hosts(boolean names, Colours colours) {
        this.names = names;
        this.colours = colours;
    }

    String source(Flow flow) {
        if (!flow.hasIP()) {
            return flow.hasEthernet() ? host(flow.getEthernet().getSource()) : "";
        }
        return host(
                named(
                        flow.getIP().getSource(),
                        flow.getSource(),
                        flow.hasSourceService()
                                ? Optional.of(flow.getSourceService())
                                : Optional.empty(),
                        flow.getSourceNamesList()),
                sourcePort(flow.getL4()));
    }

    String destination(Flow flow) {
        if (!flow.hasIP()) {
            return flow.hasEthernet() ? host(flow.getEthernet().getDestination()) : "";
        }
        return host(
                named(
                        flow.getIP().getDestination(),
                        flow.getDestination(),
                        flow.hasDestinationService()
                                ? Optional.of(flow.getDestinationService())
                                : Optional.empty(),
                        flow.getDestinationNamesList()),
                destinationPort(flow.getL4()));
    }

    /** {@code (host)} and the like for reserved identities, {@code (ID:4711)} for others. */
    String identity(Endpoint endpoint) {
        int number = endpoint.getIdentity();
        String text =
                number == 0
                        ? "(unknown)"
                        : ReservedIdentity.of(number)
                                .map(reserved -> "(" + reserved.text() + ")")
                                .orElse("(ID:" + Integer.toUnsignedString(number) + ")");
        return colours.identity(text);
    }

    /** Endpoint before service before DNS names before address. */
    private String named(
            String address, Endpoint endpoint, Optional<Service> service, List<String> dnsNames) {
        if (!names) {
            return address;
        }
        String namespace = service.map(Service::getNamespace).orElse(endpoint.getNamespace());
        if (!endpoint.getPodName().isEmpty()) {
            return joined(namespace, endpoint.getPodName());
        }
        String serviceName = service.map(Service::getName).orElse("");
        if (!serviceName.isEmpty()) {
            return joined(namespace, serviceName);
        }
        return dnsNames.isEmpty() ? address : String.join(",", dnsNames);
    }

    private static String joined(String namespace, String name) {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }

    private String host(String name) {
        return colours.host(Harmless.text(name));
    }

    private String host(String name, int port) {
        String harmless = Harmless.text(name);
        if (port == 0) {
            return colours.host(harmless);
        }
        String shown = harmless.indexOf(':') < 0 ? harmless : "[" + harmless + "]";
        return colours.host(shown + ":" + colours.port(Integer.toString(port)));
    }

    private static int sourcePort(Layer4 layer) {
        return switch (layer.getProtocolCase()) {
            case TCP -> layer.getTCP().getSourcePort();
            case UDP -> layer.getUDP().getSourcePort();
            case SCTP -> layer.getSCTP().getSourcePort();
            default -> 0;
        };
    }

    private static int destinationPort(Layer4 layer) {
        return switch (layer.getProtocolCase()) {
            case TCP -> layer.getTCP().getDestinationPort();
            case UDP -> layer.getUDP().getDestinationPort();
            case SCTP -> layer.getSCTP().getDestinationPort();
            default -> 0;
        };
    }
}
