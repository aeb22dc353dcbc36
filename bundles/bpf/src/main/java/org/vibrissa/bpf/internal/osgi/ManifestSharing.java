package org.vibrissa.bpf.internal.osgi;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.vibrissa.bpf.Access;
import org.vibrissa.bpf.BpfException;
import org.vibrissa.bpf.internal.map.Grants;
import org.vibrissa.bpf.internal.own.Owner;
import org.vibrissa.bpf.internal.own.Sharing;

/**
 * Grants as manifests state them. An owner declares {@code Provide-Capability:
 * org.vibrissa.bpf.map;map=…;access=rw;schema:Long=1}, a consumer the matching requirement with the
 * access it wants. {@code org.vibrissa.bpf.sdk} stands for all maps that its provider lists.
 */
final class ManifestSharing implements Sharing {
    private static final String MAP = "map";
    private static final String MAPS = "maps";
    private static final String ACCESS = "access";
    private static final String SCHEMA = "schema";
    private static final String ABI = "abi";

    private final DeclaredCapabilities declared;

    ManifestSharing(BundleContext context) {
        declared = new DeclaredCapabilities(context);
    }

    @Override
    public Optional<Provided> provider(String map) {
        // The maps of the SDK are the datapath's, whatever another manifest says.
        return sdk(map).map(c -> new Provided(owner(c), Access.WRITE, schema(c)))
                .or(() -> single(map));
    }

    private Optional<Provided> single(String map) {
        return capabilities(Grants.MAP)
                .filter(c -> map.equals(c.getAttributes().get(MAP)))
                .map(ManifestSharing::provided)
                .reduce(ManifestSharing::newer);
    }

    private static Provided provided(BundleCapability c) {
        return new Provided(owner(c), access(c.getAttributes(), Access.READ), schema(c));
    }

    private static Provided newer(Provided a, Provided b) {
        if (!a.symbolicName().equals(b.symbolicName())) {
            throw new BpfException(
                    "two bundles provide one map: " + a.symbolicName() + ", " + b.symbolicName());
        }
        return b.schema() > a.schema() ? b : a;
    }

    private Optional<BundleCapability> sdk(String map) {
        return capabilities(Grants.SDK).filter(c -> lists(c, map)).findFirst();
    }

    private static boolean lists(BundleCapability sdk, String map) {
        return sdk.getAttributes().get(MAPS) instanceof List<?> maps && maps.contains(map);
    }

    private Stream<BundleCapability> capabilities(String namespace) {
        return declared.of(namespace).stream();
    }

    private static Optional<BundleRevision> revision(Bundle bundle) {
        return Optional.ofNullable(bundle.adapt(BundleRevision.class));
    }

    private static String owner(BundleCapability c) {
        return c.getRevision().getSymbolicName();
    }

    private static int schema(BundleCapability c) {
        return c.getAttributes().get(SCHEMA) instanceof Number n ? n.intValue() : 1;
    }

    private static Access access(Map<String, Object> attributes, Access otherwise) {
        Object text = attributes.get(ACCESS);
        if (text == null) {
            return otherwise;
        }
        return switch (text.toString()) {
            case "r" -> Access.READ;
            case "rw" -> Access.WRITE;
            default -> throw new BpfException("access '" + text + "' is neither r nor rw");
        };
    }

    @Override
    public Optional<Access> granted(Owner consumer, String map) {
        if (!(consumer instanceof BundleOwner owner)) {
            return Optional.empty();
        }
        Optional<BundleRevision> revision = revision(owner.bundle());
        Stream<Access> byMap =
                revision.stream()
                        .flatMap(r -> r.getDeclaredRequirements(Grants.MAP).stream())
                        .flatMap(r -> byMap(r, map).stream());
        Stream<Access> bySdk =
                revision.stream()
                        .flatMap(r -> r.getDeclaredRequirements(Grants.SDK).stream())
                        .filter(r -> sdk(map).filter(c -> matches(r, c)).isPresent())
                        .map(r -> Access.WRITE);
        return Stream.concat(byMap, bySdk).max(Access::compareTo);
    }

    /** What a requirement asks for, bounded by what the provider offers. */
    private Optional<Access> byMap(BundleRequirement requirement, String map) {
        return capabilities(Grants.MAP)
                .filter(c -> map.equals(c.getAttributes().get(MAP)) && matches(requirement, c))
                .map(c -> access(c.getAttributes(), Access.READ))
                .map(most -> min(most, access(requirement.getAttributes(), Access.READ)))
                .max(Access::compareTo);
    }

    private static Access min(Access a, Access b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static boolean matches(BundleRequirement requirement, BundleCapability capability) {
        String filter = requirement.getDirectives().get("filter");
        try {
            return filter == null
                    || FrameworkUtil.createFilter(filter).matches(capability.getAttributes());
        } catch (InvalidSyntaxException e) {
            throw new BpfException(
                    requirement.getRevision().getSymbolicName()
                            + " has a requirement with a broken filter: "
                            + filter,
                    e);
        }
    }

    @Override
    public boolean core(Owner owner) {
        return owner instanceof BundleOwner o
                && revision(o.bundle())
                        .filter(r -> !r.getDeclaredCapabilities(Grants.SDK).isEmpty())
                        .isPresent();
    }

    @Override
    public Optional<Stated> layout(Owner owner, String map) {
        return owner instanceof BundleOwner o
                ? ManifestStatements.layout(o.bundle(), map)
                : Optional.empty();
    }

    @Override
    public Set<String> features(Owner owner) {
        return owner instanceof BundleOwner o ? ManifestStatements.features(o.bundle()) : Set.of();
    }

    @Override
    public String clause(String map, Access wanted) {
        return sdk(map).map(c -> c.getAttributes().get(ABI))
                .map(abi -> Grants.sdkClause(((Number) abi).longValue()))
                .orElseGet(() -> Grants.clause(map, wanted));
    }
}
