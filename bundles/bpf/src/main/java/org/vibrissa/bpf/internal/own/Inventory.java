package org.vibrissa.bpf.internal.own;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.vibrissa.bpf.BpfInventory;
import org.vibrissa.bpf.BpfLink;
import org.vibrissa.bpf.internal.kernel.Bpf;
import org.vibrissa.bpf.internal.kernel.Fd;
import org.vibrissa.bpf.internal.map.KernelMap;
import org.vibrissa.bpf.internal.map.LoadedProgram;
import org.vibrissa.bpf.internal.map.MapTable;

/** Lists what the loaders of a node hold. */
public final class Inventory implements BpfInventory {
    private final LoaderNode node;

    public Inventory(LoaderNode node) {
        this.node = node;
    }

    @Override
    public List<Program> programs() {
        Map<Integer, Program> all = new TreeMap<>();
        for (OwnedLoader loader : node.loaders()) {
            for (AutoCloseable resource : loader.held()) {
                if (resource instanceof OwnedObject object && !object.ended()) {
                    object.programs().forEach(p -> all.put(p.id(), program(p, loader)));
                } else if (resource instanceof LoadedProgram p) {
                    all.putIfAbsent(p.id(), program(p, loader));
                }
            }
        }
        return List.copyOf(all.values());
    }

    private Program program(LoadedProgram p, OwnedLoader loader) {
        Path pin = loader.folder().resolve(PinFolder.program(p.name()));
        return new Program(
                p.id(),
                p.name(),
                ProgramTypes.name(p.type()),
                p.tag(),
                loader.owner().label(),
                Files.exists(pin) ? Optional.of(pin.toString()) : Optional.empty());
    }

    @Override
    public List<MapItem> maps() {
        return node.kernel().maps().usage().stream()
                .map(this::map)
                .sorted(Comparator.comparing(m -> m.info().id()))
                .toList();
    }

    /** The maps that are open now. */
    public List<KernelMap> openMaps() {
        return node.kernel().maps().usage().stream().map(MapTable.Usage::map).toList();
    }

    private MapItem map(MapTable.Usage usage) {
        String name = usage.map().name();
        Optional<String> provider =
                usage.map().info().pin().isPresent()
                        ? node.sharing().provider(name).map(Sharing.Provided::symbolicName)
                        : Optional.empty();
        String first = usage.users().get(0);
        String owner =
                provider.map(
                                bsn ->
                                        usage.users().stream()
                                                .filter(u -> u.startsWith(bsn + "/"))
                                                .findFirst()
                                                .orElse(bsn))
                        .orElse(first);
        List<String> others = usage.users().stream().filter(u -> !u.equals(owner)).toList();
        return new MapItem(usage.map().info(), owner, others);
    }

    @Override
    public List<Link> links() {
        List<Link> all = new ArrayList<>();
        for (OwnedLoader loader : node.loaders()) {
            for (AutoCloseable resource : loader.held()) {
                if (resource instanceof OwnedLink link && !link.ended()) {
                    all.add(link(link, loader.owner().label()));
                }
            }
        }
        all.sort(Comparator.comparing(Link::target));
        return List.copyOf(all);
    }

    private static Link link(BpfLink l, String owner) {
        return new Link(l.id(), l.form(), l.target(), l.programId(), owner, l.pin());
    }

    @Override
    public List<Pin> pins() {
        PinFolder pins = node.kernel().pins();
        Function<Path, Boolean> held = heldPins();
        return pins.all().stream()
                .map(p -> new Pin(p.toString(), kind(p), owner(p), held.apply(p)))
                .toList();
    }

    private Function<Path, Boolean> heldPins() {
        List<Path> folders = node.loaders().stream().map(OwnedLoader::folder).toList();
        List<String> maps =
                node.kernel().maps().usage().stream()
                        .flatMap(u -> u.map().info().pin().stream())
                        .toList();
        return p -> folders.contains(p.getParent()) || maps.contains(p.toString());
    }

    private static String kind(Path pin) {
        String name = pin.getFileName().toString();
        boolean shared = pin.getParent().endsWith("shared");
        if (shared || name.startsWith("m_")) {
            return "map";
        }
        return name.startsWith("p_") ? "program" : "link";
    }

    private String owner(Path pin) {
        Path folder = pin.getParent();
        if (folder.endsWith("shared")) {
            String map = pin.getFileName().toString().replaceFirst("_v\\d+$", "");
            return node.sharing().provider(map).map(Sharing.Provided::symbolicName).orElse(map);
        }
        return node.loaders().stream()
                .filter(l -> l.folder().equals(folder))
                .map(l -> l.owner().symbolicName())
                .findFirst()
                .orElse(folder.getFileName().toString().replace('-', '.'));
    }

    @Override
    public StatsLease enableStats() {
        int fd = node.kernel().bpf().enableStats();
        if (fd < 0) {
            throw Bpf.failed("enable program statistics", fd);
        }
        Fd owned = new Fd(fd, "program statistics");
        return owned::close;
    }
}
