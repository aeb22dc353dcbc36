package org.vibrissa.hubble.internal.client;

/** As {@link ServerOptions} for questions that only a fleet's listener answers. */
public final class FleetOptions extends ServerOptions {
    @Override
    public boolean fleet() {
        return true;
    }
}
