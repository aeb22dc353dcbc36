package org.vibrissa.swap.internal;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/** Which requirements of a bundle nobody meets, for people. */
final class Missing {
    private static final String SERVICES = "osgi.service";

    private Missing() {}

    static String of(Bundle bundle, FrameworkWiring wiring) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        List<BundleRequirement> requirements = revision.getDeclaredRequirements(null);
        Stream<BundleRequirement> unmet =
                requirements.stream()
                        .filter(Missing::counts)
                        .filter(r -> !"optional".equals(r.getDirectives().get("resolution")))
                        .filter(r -> wiring.findProviders(r).isEmpty());
        String text = unmet.map(Missing::describe).distinct().collect(Collectors.joining(", "));
        return text.isEmpty() ? "its requirements contradict each other" : text;
    }

    /** Those of services and of the kernel are no matter of wires. */
    private static boolean counts(BundleRequirement requirement) {
        String effective = requirement.getDirectives().get(Constants.EFFECTIVE_DIRECTIVE);
        return !requirement.getNamespace().equals(SERVICES)
                && (effective == null || effective.equals(Constants.EFFECTIVE_RESOLVE));
    }

    private static String describe(BundleRequirement requirement) {
        String filter = requirement.getDirectives().getOrDefault(Constants.FILTER_DIRECTIVE, "");
        return requirement.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE)
                ? "package " + filter
                : requirement.getNamespace() + " " + filter;
    }
}
