package org.vibrissa.lab;

import java.nio.file.Path;
import java.time.Duration;

/** A virtual machine's network card: a tap device on a host and eth0 in the guest's namespace. */
public final class Tap {
    private final Background carrier;

    private Tap(Background carrier) {
        this.carrier = carrier;
    }

    /** Plugs {@code device} into the host; the guest's side is down and has no address. */
    public static Tap plug(Lab lab, Host host, String device, Namespace guest) {
        // Its own for each plug: the same device may be plugged again.
        Path ready = lab.folder().resolve(device + "-" + guest.name() + ".plugged");
        Background carrier =
                new Background(
                        lab,
                        host.namespace(),
                        "tap-" + device + "-" + guest.name(),
                        Place.vibtraffic().toString(),
                        "tap",
                        "--bind",
                        device,
                        "--to",
                        guest.file().toString(),
                        "--seconds",
                        "600",
                        "--ready-file",
                        ready.toString());
        carrier.await(ready, Duration.ofSeconds(30));
        return new Tap(carrier);
    }

    /** Pulls the card out: both devices vanish. */
    public void unplug() {
        carrier.terminate();
        carrier.awaitEnd(Duration.ofSeconds(30));
    }
}
