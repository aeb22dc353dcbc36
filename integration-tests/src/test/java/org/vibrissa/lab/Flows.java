package org.vibrissa.lab;

import java.util.List;

/** Numbered streams to the death star over both families: the empire's, and the alliance's. */
public final class Flows {
    private final List<UdpStream> allowed;
    private final List<UdpStream> denied;

    private Flows(List<UdpStream> allowed, List<UdpStream> denied) {
        this.allowed = allowed;
        this.denied = denied;
    }

    /**
     * Starts them; {@link StarWars#streams()} must be in force.
     *
     * @param rate datagrams per second of each
     */
    public static Flows start(Lab lab, StarWars galaxy, int rate) {
        Namespace empire = galaxy.tiefighter().namespace();
        Namespace alliance = galaxy.xwing().namespace();
        Namespace to = galaxy.deathstar().namespace();
        String v4 = galaxy.deathstar().v4();
        String v6 = galaxy.deathstar().v6();
        return new Flows(
                List.of(
                        UdpStream.start(lab, empire, to, v4, rate),
                        UdpStream.start(lab, empire, to, v6, rate)),
                List.of(
                        UdpStream.unheard(lab, alliance, to, v4, rate),
                        UdpStream.unheard(lab, alliance, to, v6, rate)));
    }

    /** Ends them and fails unless all of the empire's arrived and none of the alliance's. */
    public void finish(long atLeast) {
        allowed.forEach(stream -> stream.finish().expectPerfect(atLeast));
        denied.forEach(stream -> stream.finish().expectNothing(atLeast));
    }
}
