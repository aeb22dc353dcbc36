package org.vibrissa.datapath;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Who stands in which slot. One instance per using bundle (scope=BUNDLE): a claim belongs to the
 * bundle that made it and ends with it.
 *
 * <p>A bundle with the same symbolic name as the holder takes a slot over (a version swap); any
 * other bundle is refused. Thread safe; claims are serialised.
 */
@ProviderType
public interface Pipeline {
    /**
     * Tests the stage with canned packets in a private shadow of the chains, then puts it in force.
     *
     * @throws ClaimRefused when it is not granted; nothing changed
     */
    Claim claim(ClaimRequest request);

    /**
     * The part of {@link #claim} that changes nothing: contract, ABI, holder, conformance.
     *
     * @throws ClaimRefused as claim would
     */
    void check(ClaimRequest request);

    /** What stands in every used slot, by chain then slot. Counters are sums over the CPUs. */
    List<SlotInfo> slots();

    /**
     * Walks one synthetic packet through the live pipeline. Changes no state: no flow is created,
     * no counter moves, nothing is sent.
     *
     * @throws IllegalArgumentException when the packet's source is no local endpoint (for {@link
     *     Chain#EP}) or a field is out of range
     */
    PacketTrace trace(SyntheticPacket packet);
}
