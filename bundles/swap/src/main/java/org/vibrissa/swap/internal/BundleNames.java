package org.vibrissa.swap.internal;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.vibrissa.state.NearestName;
import org.vibrissa.swap.BundleFailure;

/** Finds bundles by what users call them. */
final class BundleNames {
    static final String OURS = "org.vibrissa.";

    private final BundleContext framework;

    BundleNames(BundleContext framework) {
        this.framework = framework;
    }

    /**
     * One bundle; of several versions the highest that is active, else the highest.
     *
     * @throws BundleFailure when there is none, with the nearest name
     */
    Bundle find(String name) {
        if (name.matches("\\d{1,18}")) {
            Bundle byId = framework.getBundle(Long.parseLong(name));
            if (byId != null) {
                return byId;
            }
        }
        return newest(b -> named(b, name))
                .or(() -> byLastPart(name))
                .orElseThrow(
                        () ->
                                new BundleFailure(
                                        "there is no bundle " + name + near(name),
                                        "vibrissa bundle list"));
    }

    private Optional<Bundle> newest(Predicate<Bundle> wanted) {
        return Arrays.stream(framework.getBundles())
                .filter(wanted)
                .max(
                        Comparator.comparing((Bundle b) -> b.getState() == Bundle.ACTIVE)
                                .thenComparing(Bundle::getVersion));
    }

    private Optional<Bundle> byLastPart(String name) {
        List<String> ending =
                Arrays.stream(framework.getBundles())
                        .map(Bundle::getSymbolicName)
                        .filter(symbolic -> lastPart(symbolic).equals(name))
                        .distinct()
                        .sorted()
                        .toList();
        if (ending.size() > 1) {
            throw new BundleFailure(
                    "several bundles end in " + name + ": " + String.join(", ", ending),
                    "Give the whole name.");
        }
        return ending.stream().findFirst().flatMap(one -> newest(b -> named(b, one)));
    }

    private static String lastPart(String symbolic) {
        return symbolic.substring(symbolic.lastIndexOf('.') + 1);
    }

    private static boolean named(Bundle bundle, String name) {
        String symbolic = bundle.getSymbolicName();
        return name.equals(symbolic) || (OURS + name).equals(symbolic);
    }

    /** As users call it. */
    static String shortened(String symbolic) {
        return symbolic.startsWith(OURS) ? symbolic.substring(OURS.length()) : symbolic;
    }

    private String near(String name) {
        List<String> known =
                Arrays.stream(framework.getBundles())
                        .map(Bundle::getSymbolicName)
                        .map(BundleNames::lastPart)
                        .distinct()
                        .toList();
        return NearestName.of(name, known).map(n -> "; did you mean \"" + n + "\"?").orElse("");
    }
}
