package org.vibrissa.bpf.internal.own;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.vibrissa.bpf.Access;
import org.vibrissa.bpf.BpfException;
import org.vibrissa.bpf.NotGrantedException;
import org.vibrissa.bpf.internal.map.MapName;
import org.vibrissa.bpf.internal.map.MapRef;

/** Which maps a bundle may open, and where they are pinned. */
final class MapAccess {
    private final KernelAccess kernel;
    private final Sharing sharing;
    private final Owner owner;
    private final Converters converters;

    MapAccess(KernelAccess kernel, Sharing sharing, Owner owner) {
        this.kernel = kernel;
        this.sharing = sharing;
        this.owner = owner;
        this.converters = new Converters(sharing, owner, this);
    }

    Converters converters() {
        return converters;
    }

    String user() {
        return owner.label();
    }

    Optional<Sharing.Provided> provider(String map) {
        return sharing.provider(map);
    }

    /** Whether this bundle, in whatever version, offers the map. */
    boolean owns(Sharing.Provided provided) {
        return provided.symbolicName().equals(owner.symbolicName());
    }

    private boolean sharesOwn(String map) {
        return sharing.provider(map).filter(this::owns).isPresent();
    }

    /** Who offers the map, unless it is this bundle. */
    Optional<Sharing.Provided> otherProvider(String map) {
        return sharing.provider(map).filter(provided -> !owns(provided));
    }

    /** Version of the layout when the request does not say: that of the manifest, else 1. */
    int schemaOf(String map) {
        return sharing.provider(map)
                .filter(this::owns)
                .map(Sharing.Provided::schema)
                .or(() -> converters.stated(map))
                .orElse(1);
    }

    /** The folder of this bundle's own pins. */
    Path folder() {
        return sharing.core(owner)
                ? kernel.pins().core()
                : kernel.pins().bundle(owner.symbolicName());
    }

    /** Where one of this bundle's maps is pinned. */
    Path pinPath(String map, int schema) {
        return sharesOwn(map)
                ? kernel.pins().sharedMap(map, schema)
                : folder().resolve(PinFolder.map(map, schema));
    }

    /** Opens a pinned map of this bundle; empty when there is none. */
    Optional<MapRef> open(Path pin, String map, int schema) {
        return open(pin, map, schema, Access.WRITE);
    }

    private Optional<MapRef> open(Path pin, String map, int schema, Access access) {
        MapName name = new MapName(map, schema, Optional.of(pin.toString()));
        return kernel.pins()
                .open(pin)
                .map(fd -> kernel.maps().open(fd, name, access, owner.label()));
    }

    /** The versions of a map's layout that have a pin, ascending. */
    List<Integer> pinnedSchemas(String map) {
        boolean shared = sharesOwn(map);
        Path folder = shared ? kernel.pins().shared() : folder();
        String prefix = (shared ? map : "m_" + map) + "_v";
        return PinFolder.list(folder).stream()
                .map(p -> p.getFileName().toString())
                .filter(n -> shared && n.equals(map) || n.matches(Pattern.quote(prefix) + "\\d+"))
                .map(n -> n.equals(map) ? 1 : Integer.parseInt(n.substring(prefix.length())))
                .sorted()
                .toList();
    }

    /**
     * What this bundle may do with another's map.
     *
     * @throws NotGrantedException when that is less than {@code wanted}
     */
    Access requireGrant(String map, Access wanted) {
        Optional<Access> granted = sharing.granted(owner, map);
        if (granted.isPresent() && granted.get().allows(wanted)) {
            return granted.get();
        }
        throw notGranted(List.of(map), wanted);
    }

    /**
     * Refuses an object that uses maps of other bundles without a grant to read them; one message
     * for all of them.
     */
    void requireGrants(List<String> maps) {
        List<String> missing =
                maps.stream()
                        .filter(map -> otherProvider(map).isPresent())
                        .filter(map -> sharing.granted(owner, map).isEmpty())
                        .toList();
        if (!missing.isEmpty()) {
            throw notGranted(missing, Access.READ);
        }
    }

    private NotGrantedException notGranted(List<String> maps, Access wanted) {
        String header =
                maps.stream()
                        .map(map -> sharing.clause(map, wanted))
                        .distinct()
                        .collect(Collectors.joining(",", "Require-Capability: ", ""));
        String named =
                maps.stream()
                        .map(
                                map ->
                                        map
                                                + provider(map)
                                                        .map(p -> " of " + p.symbolicName())
                                                        .orElse(""))
                        .collect(Collectors.joining(", "));
        return new NotGrantedException(
                maps.get(0),
                header,
                owner.label()
                        + " has no grant to "
                        + (wanted == Access.READ ? "read" : "write")
                        + (maps.size() == 1 ? " map " : " maps ")
                        + named
                        + "; add to its manifest: "
                        + header);
    }

    /** Opens another bundle's map as far as the grant goes, which is there. */
    MapRef openShared(String map, Sharing.Provided provided) {
        return openShared(map, provided, requireGrant(map, Access.READ));
    }

    /** Opens another bundle's map. */
    MapRef openShared(String map, Sharing.Provided provided, Access access) {
        Path pin = kernel.pins().sharedMap(map, provided.schema());
        return open(pin, map, provided.schema(), access)
                .orElseThrow(
                        () ->
                                new BpfException(
                                        "map "
                                                + map
                                                + " of "
                                                + provided.symbolicName()
                                                + " is not loaded: no pin "
                                                + pin
                                                + "; start that bundle first"));
    }
}
