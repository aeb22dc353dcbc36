package org.vibrissa.hubble.internal.wire;

import org.vibrissa.flow.FlowEvent;
import org.vibrissa.hubble.internal.message.FieldSelection;
import org.vibrissa.hubble.internal.message.Layer4Messages;
import org.vibrissa.hubble.internal.message.MacTexts;
import org.vibrissa.hubble.internal.message.TcpFlagMessages;
import org.vibrissa.hubble.internal.view.FlowView;
import org.vibrissa.hubble.proto.flow.Ethernet;
import org.vibrissa.hubble.proto.flow.Flow;
import org.vibrissa.hubble.proto.flow.IP;
import org.vibrissa.hubble.proto.flow.Layer4;
import org.vibrissa.hubble.proto.flow.TCP;

/** Encodes a packet's headers. For one thread. */
final class PacketEncoder {
    private static final int TCP_PROTOCOL = 6;
    private static final int UDP_PROTOCOL = 17;
    private static final int SETS = 256;

    private final FieldSelection fields;
    private final BackwardWriter out;
    private final EncodedNames texts;
    private final MacTexts macs = new MacTexts();
    private final Layer4Messages layer4 = new Layer4Messages();
    private final byte[][] tcpFlags = new byte[SETS][];

    PacketEncoder(FieldSelection fields, BackwardWriter out, EncodedNames texts) {
        this.fields = fields;
        this.out = out;
        this.texts = texts;
        TcpFlagMessages flags = new TcpFlagMessages();
        for (int i = 0; i < SETS; i++) {
            tcpFlags[i] = flags.message((byte) i).toByteArray();
        }
    }

    void add(FlowView view, FlowEvent event) {
        if (fields.has(Flow.SUMMARY_FIELD_NUMBER)) {
            out.text(Flow.SUMMARY_FIELD_NUMBER, texts.text(layer4.summary(event)));
        }
        if (fields.has(Flow.L4_FIELD_NUMBER)) {
            layer4(event);
        }
        if (fields.has(Flow.IP_FIELD_NUMBER) && event.family() != 0) {
            int before = out.size();
            out.number(IP.IPVERSION_FIELD_NUMBER, event.family() == 6 ? 2 : 1);
            out.text(IP.DESTINATION_FIELD_NUMBER, texts.text(view.destinationAddress()));
            out.text(IP.SOURCE_FIELD_NUMBER, texts.text(view.sourceAddress()));
            out.end(Flow.IP_FIELD_NUMBER, before);
        }
        if (fields.has(Flow.ETHERNET_FIELD_NUMBER)
                && (event.sourceMac() != 0 || event.destinationMac() != 0)) {
            int before = out.size();
            out.text(
                    Ethernet.DESTINATION_FIELD_NUMBER,
                    texts.text(macs.text(event.destinationMac())));
            out.text(Ethernet.SOURCE_FIELD_NUMBER, texts.text(macs.text(event.sourceMac())));
            out.end(Flow.ETHERNET_FIELD_NUMBER, before);
        }
    }

    private void layer4(FlowEvent event) {
        int before = out.size();
        switch (event.protocol()) {
            case TCP_PROTOCOL -> {
                out.message(TCP.FLAGS_FIELD_NUMBER, tcpFlags[event.tcpFlags() & 0xff]);
                ports(event);
                out.end(Layer4.TCP_FIELD_NUMBER, before);
                out.end(Flow.L4_FIELD_NUMBER, before);
            }
            case UDP_PROTOCOL -> {
                ports(event);
                out.end(Layer4.UDP_FIELD_NUMBER, before);
                out.end(Flow.L4_FIELD_NUMBER, before);
            }
            default -> {
                Layer4 message = layer4.message(event);
                if (message != null) {
                    out.message(Flow.L4_FIELD_NUMBER, message.toByteArray());
                }
            }
        }
    }

    /** The same numbers in all messages with ports. */
    private void ports(FlowEvent event) {
        out.number(TCP.DESTINATION_PORT_FIELD_NUMBER, event.destinationPort());
        out.number(TCP.SOURCE_PORT_FIELD_NUMBER, event.sourcePort());
    }
}
