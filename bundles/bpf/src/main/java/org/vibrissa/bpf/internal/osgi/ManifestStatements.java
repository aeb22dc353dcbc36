package org.vibrissa.bpf.internal.osgi;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.vibrissa.bpf.BpfException;
import org.vibrissa.bpf.internal.map.Grants;
import org.vibrissa.bpf.internal.own.Sharing;

/** What a bundle's manifest states of its own maps, and asks of the kernel. */
final class ManifestStatements {
    private ManifestStatements() {}

    /** The layout of one of the bundle's maps; empty when it says nothing of it. */
    static Optional<Sharing.Stated> layout(Bundle bundle, String map) {
        return revision(bundle).stream()
                .flatMap(r -> r.getDeclaredCapabilities(Grants.LAYOUT).stream())
                .filter(c -> map.equals(c.getAttributes().get("map")))
                .map(ManifestStatements::layout)
                .findFirst();
    }

    private static Sharing.Stated layout(BundleCapability c) {
        Object schema = c.getAttributes().get("schema");
        if (!(schema instanceof Number version)) {
            throw broken(c.getRevision(), c, "schema:Long=N");
        }
        Set<Integer> converts = new HashSet<>();
        if (c.getAttributes().get("converts") instanceof List<?> versions) {
            for (Object from : versions) {
                if (!(from instanceof Number n)) {
                    throw broken(c.getRevision(), c, "converts:List<Long>=\"N\"");
                }
                converts.add(n.intValue());
            }
        } else if (c.getAttributes().containsKey("converts")) {
            throw broken(c.getRevision(), c, "converts:List<Long>=\"N\"");
        }
        return new Sharing.Stated(version.intValue(), converts);
    }

    /** Names of the kernel features that the bundle cannot do without. */
    static Set<String> features(Bundle bundle) {
        Set<String> names = new TreeSet<>();
        revision(bundle).stream()
                .flatMap(r -> r.getDeclaredRequirements(Grants.KERNEL).stream())
                .forEach(r -> addFeatures(r, names));
        return names;
    }

    private static void addFeatures(BundleRequirement r, Set<String> names) {
        if (!(r.getAttributes().get("features") instanceof List<?> features)) {
            throw broken(r.getRevision(), r, "features:List<String>=\"NAME\"");
        }
        features.forEach(f -> names.add(f.toString()));
    }

    private static BpfException broken(BundleRevision revision, Object clause, String wanted) {
        return new BpfException(
                "the manifest of %s %s must say %s in: %s"
                        .formatted(
                                revision.getSymbolicName(), revision.getVersion(), wanted, clause));
    }

    private static Optional<BundleRevision> revision(Bundle bundle) {
        return Optional.ofNullable(bundle.adapt(BundleRevision.class));
    }
}
