package org.vibrissa.bpf.internal.link;

import java.nio.file.Path;
import java.util.Optional;
import org.vibrissa.bpf.BpfException;
import org.vibrissa.bpf.BpfLink;
import org.vibrissa.bpf.BpfLoader.Order;
import org.vibrissa.bpf.internal.kernel.Clsact;
import org.vibrissa.bpf.internal.map.LoadedProgram;
import org.vibrissa.bpf.internal.own.PinFolder;

/** Attaches by clsact where the kernel has no tcx. */
final class ClsactAttacher {
    private static final int FIRST = 100;
    private static final int LAST = 200;
    private static final int PLACES = 99;

    private final Clsact clsact = new Clsact();
    private final PinFolder pins;

    ClsactAttacher(PinFolder pins) {
        this.pins = pins;
    }

    synchronized BpfLink attach(
            LoadedProgram program,
            int ifindex,
            boolean egress,
            Order order,
            Path folder,
            Optional<String> pin) {
        Optional<PinNames.Filter> known =
                pin.flatMap(name -> filter(folder, name))
                        .filter(f -> f.place().ifindex() == ifindex)
                        .filter(f -> f.place().egress() == egress);
        PinNames.Filter filter =
                known.orElseGet(
                        () -> {
                            boolean made = clsact.addQdisc(ifindex);
                            return new PinNames.Filter(
                                    pin.map(PinNames::check).orElse("link" + program.id()),
                                    free(ifindex, egress, order),
                                    made,
                                    pin.isPresent());
                        });
        ClsactLink link = new ClsactLink(clsact, pins, folder, filter);
        link.update(program);
        return link;
    }

    /** Before all others counts down, after all others counts up. */
    private Clsact.Place free(int ifindex, boolean egress, Order order) {
        for (int i = 0; i < PLACES; i++) {
            int preference = order == Order.FIRST ? FIRST - i : LAST + i;
            Clsact.Place place = new Clsact.Place(ifindex, egress, preference);
            if (clsact.program(place).isEmpty()) {
                return place;
            }
        }
        throw new BpfException(
                Targets.device(ifindex, egress) + " has no free clsact preference left");
    }

    Optional<BpfLink> find(Path folder, String name) {
        return filter(folder, name)
                .filter(f -> clsact.program(f.place()).isPresent())
                .map(f -> new ClsactLink(clsact, pins, folder, f));
    }

    private static Optional<PinNames.Filter> filter(Path folder, String name) {
        return PinFolder.list(folder).stream()
                .flatMap(p -> PinNames.filter(p).stream())
                .filter(f -> f.survives() && f.name().equals(name))
                .findFirst();
    }

    void purge(Path pin, PinNames.Filter filter) {
        ClsactLink.remove(clsact, filter);
        PinFolder.remove(pin);
    }
}
