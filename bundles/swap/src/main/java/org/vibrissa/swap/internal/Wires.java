package org.vibrissa.swap.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/** What a bundle is wired to: packages and services. */
final class Wires {
    private static final String PACKAGE = "osgi.wiring.package";

    private Wires() {}

    static List<String> exports(Bundle bundle) {
        return wiring(bundle)
                .flatMap(w -> w.getCapabilities(PACKAGE).stream())
                .map(Wires::text)
                .sorted()
                .toList();
    }

    static List<String> imports(Bundle bundle) {
        return wiring(bundle)
                .flatMap(w -> w.getRequiredWires(PACKAGE).stream())
                .map(Wires::text)
                .sorted()
                .toList();
    }

    static List<String> provides(Bundle bundle) {
        return references(bundle.getRegisteredServices()).map(Wires::interfaces).sorted().toList();
    }

    static List<String> uses(Bundle bundle) {
        return references(bundle.getServicesInUse())
                .map(r -> interfaces(r) + " of " + owner(r))
                .sorted()
                .toList();
    }

    private static Stream<BundleWiring> wiring(Bundle bundle) {
        return Optional.ofNullable(bundle.adapt(BundleWiring.class)).stream();
    }

    private static Stream<ServiceReference<?>> references(ServiceReference<?>[] references) {
        return references == null ? Stream.empty() : Arrays.stream(references);
    }

    private static String interfaces(ServiceReference<?> reference) {
        return String.join(", ", (String[]) reference.getProperty(Constants.OBJECTCLASS));
    }

    private static String owner(ServiceReference<?> reference) {
        Bundle owner = reference.getBundle();
        return owner == null ? "a bundle that is gone" : owner.getSymbolicName();
    }

    private static String text(BundleCapability capability) {
        return capability.getAttributes().get(PACKAGE)
                + " "
                + capability.getAttributes().get(Constants.VERSION_ATTRIBUTE);
    }

    private static String text(BundleWire wire) {
        Bundle from = wire.getProvider().getBundle();
        return text(wire.getCapability())
                + " from "
                + from.getSymbolicName()
                + " "
                + from.getBundleId();
    }
}
