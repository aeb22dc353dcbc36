package org.vibrissa.overlay.internal;

import java.util.Locale;
import org.vibrissa.datapath.Slots;
import org.vibrissa.netlink.GeneveSpec;
import org.vibrissa.netlink.LinkSpec;
import org.vibrissa.netlink.VxlanSettings;
import org.vibrissa.netlink.VxlanSpec;

/** The two tunnel formats, in the order of {@code enum vib_tunnel}. */
public enum Format {
    VXLAN(Slots.DECAP_VXLAN, Slots.FORWARD_VXLAN, 8),
    GENEVE(Slots.DECAP_GENEVE, Slots.FORWARD_GENEVE, 16);

    private static final int IPV4 = 20;
    private static final int IPV6 = 40;
    private static final int UDP = 8;
    private static final int ETHERNET = 14;

    private final int decapSlot;
    private final int forwardSlot;
    private final int header;

    Format(int decapSlot, int forwardSlot, int header) {
        this.decapSlot = decapSlot;
        this.forwardSlot = forwardSlot;
        this.header = header;
    }

    /** As in a PathGroup, and as the kernel names the kind of device. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public int decapSlot() {
        return decapSlot;
    }

    public int forwardSlot() {
        return forwardSlot;
    }

    /** Bytes a packet grows by; Geneve's include the option with the identity. */
    public int overhead(boolean outerIpv6) {
        return (outerIpv6 ? IPV6 : IPV4) + UDP + header + ETHERNET;
    }

    String object() {
        return "bpf/" + label() + ".bpf.o";
    }

    String decapProgram() {
        return "vib_stage_decap_" + label();
    }

    String forwardProgram() {
        return "vib_stage_forward_" + label();
    }

    String device() {
        return "vib_" + label();
    }

    /** A device that takes no packets itself. */
    LinkSpec deviceSpec(int port) {
        return switch (this) {
            case VXLAN ->
                    VxlanSpec.of(
                            device(),
                            VxlanSettings.externalMode().withPort(port).withoutChecksums());
            case GENEVE -> new GeneveSpec(device(), port);
        };
    }
}
