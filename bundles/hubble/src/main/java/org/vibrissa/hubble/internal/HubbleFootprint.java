package org.vibrissa.hubble.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.runtime.Footprint;

/** The socket on this host. */
@Component
public final class HubbleFootprint implements Footprint {
    private static final int LAYER = 500;

    private final HubbleComponent hubble;

    @Activate
    public HubbleFootprint(@Reference HubbleComponent hubble) {
        this.hubble = hubble;
    }

    @Override
    public String owner() {
        return "hubble";
    }

    @Override
    public int layer() {
        return LAYER;
    }

    @Override
    public List<Item> items() {
        return Files.exists(hubble.socket())
                ? List.of(
                        new Item("file", hubble.socket().toString(), "flows for Hubble's clients"))
                : List.of();
    }

    @Override
    public void purge() {
        hubble.stop();
        try {
            Files.deleteIfExists(hubble.socket());
        } catch (IOException e) {
            throw new IllegalStateException("could not remove " + hubble.socket() + ": " + e, e);
        }
    }
}
