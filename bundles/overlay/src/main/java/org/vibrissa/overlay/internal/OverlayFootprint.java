package org.vibrissa.overlay.internal;

import java.util.List;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.runtime.Footprint;

/** What the overlay did to the host; its maps and programs are the loader's to list. */
@Component
public final class OverlayFootprint implements Footprint {
    private final Overlay overlay;

    @Activate
    public OverlayFootprint(@Reference Overlay overlay) {
        this.overlay = overlay;
    }

    @Override
    public String owner() {
        return "overlay";
    }

    @Override
    public int layer() {
        return 250;
    }

    @Override
    public List<Item> items() {
        return Stream.of(Format.values())
                .map(overlay::status)
                .filter(status -> !status.device().isEmpty())
                .map(
                        status ->
                                new Item(
                                        "link",
                                        status.device(),
                                        "receive GRO for UDP port " + status.port()))
                .toList();
    }

    @Override
    public void purge() {
        Stream.of(Format.values()).forEach(overlay::retire);
    }
}
