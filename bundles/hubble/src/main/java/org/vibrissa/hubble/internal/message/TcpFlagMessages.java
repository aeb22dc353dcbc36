package org.vibrissa.hubble.internal.message;

import java.util.ArrayList;
import java.util.List;
import org.vibrissa.hubble.proto.flow.TCPFlags;

/** TCP flags as a message and in words, made once for each of the 256 sets. Immutable. */
public final class TcpFlagMessages {
    private static final int SETS = 256;

    private final TCPFlags[] messages = new TCPFlags[SETS];
    private final String[] summaries = new String[SETS];

    public TcpFlagMessages() {
        for (int flags = 0; flags < SETS; flags++) {
            messages[flags] = message(flags);
            summaries[flags] = "TCP Flags: " + String.join(", ", words(flags));
        }
    }

    public TCPFlags message(byte flags) {
        return messages[flags & 0xff];
    }

    public String summary(byte flags) {
        return summaries[flags & 0xff];
    }

    private static TCPFlags message(int flags) {
        return TCPFlags.newBuilder()
                .setFIN((flags & 1) != 0)
                .setSYN((flags & 2) != 0)
                .setRST((flags & 4) != 0)
                .setPSH((flags & 8) != 0)
                .setACK((flags & 16) != 0)
                .setURG((flags & 32) != 0)
                .setECE((flags & 64) != 0)
                .setCWR((flags & 128) != 0)
                .build();
    }

    /** In Hubble's order. */
    private static List<String> words(int flags) {
        List<String> words = new ArrayList<>();
        String[] names = {"SYN", "ACK", "RST", "FIN", "PSH", "URG", "ECE", "CWR"};
        int[] bits = {2, 16, 4, 1, 8, 32, 64, 128};
        for (int i = 0; i < names.length; i++) {
            if ((flags & bits[i]) != 0) {
                words.add(names[i]);
            }
        }
        return words;
    }
}
