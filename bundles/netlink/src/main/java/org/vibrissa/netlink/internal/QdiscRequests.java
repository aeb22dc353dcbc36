package org.vibrissa.netlink.internal;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.vibrissa.netlink.NetlinkException;
import org.vibrissa.netlink.Qdiscs;

/** Queueing disciplines in the namespace of one conversation (struct tcmsg and TCA_*). */
final class QdiscRequests implements Qdiscs {
    private static final int HEADER = 20;
    private static final int TCA_KIND = 1;
    private static final int CLSACT_HANDLE = 0xffff_0000;
    private static final int CLSACT_PARENT = 0xffff_fff1;
    private static final String CLSACT = "clsact";

    private final Conversation kernel;

    QdiscRequests(Conversation kernel) {
        this.kernel = kernel;
    }

    @Override
    public boolean addClsact(int interfaceIndex) {
        try {
            kernel.ask(
                    "add clsact to link " + interfaceIndex,
                    Rtm.NEWQDISC,
                    Conversation.CREATE | Conversation.EXCLUSIVE,
                    out -> clsact(out, interfaceIndex));
            return true;
        } catch (NetlinkException e) {
            if (e.errno() == Errno.EEXIST && hasClsact(interfaceIndex)) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public boolean deleteClsact(int interfaceIndex) {
        return hasClsact(interfaceIndex)
                && Absence.tolerated(
                        () ->
                                kernel.ask(
                                        "delete clsact of link " + interfaceIndex,
                                        Rtm.DELQDISC,
                                        0,
                                        out -> clsact(out, interfaceIndex)));
    }

    private boolean hasClsact(int interfaceIndex) {
        return list(interfaceIndex).stream().anyMatch(q -> q.kind().equals(CLSACT));
    }

    private static void clsact(MessageWriter out, int interfaceIndex) {
        header(out, interfaceIndex, CLSACT_HANDLE, CLSACT_PARENT);
        out.attribute(TCA_KIND, CLSACT);
    }

    private static void header(MessageWriter out, int index, int handle, int parent) {
        out.u8(Rtm.AF_UNSPEC).u8(0).u16(0).u32(index).u32(handle).u32(parent).u32(0);
    }

    @Override
    public List<Qdisc> list(int interfaceIndex) {
        return kernel.dump(
                "list qdiscs of link " + interfaceIndex,
                Rtm.GETQDISC,
                out -> header(out, interfaceIndex, 0, 0),
                message -> decode(message).filter(q -> q.interfaceIndex() == interfaceIndex));
    }

    private static Optional<Qdisc> decode(Message message) {
        if (message.type() != Rtm.NEWQDISC) {
            return Optional.empty();
        }
        ByteBuffer header = message.header(HEADER);
        String kind = message.attributes(HEADER).text(TCA_KIND);
        return Optional.of(new Qdisc(header.getInt(4), kind, header.getInt(8), header.getInt(12)));
    }
}
