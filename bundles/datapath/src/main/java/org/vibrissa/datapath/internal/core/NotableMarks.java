package org.vibrissa.datapath.internal.core;

import java.time.Duration;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.datapath.NotablePackets;
import org.vibrissa.datapath.internal.bpf.Scratch;

/** The part of {@code vib_config} that says what is notable, and what came of it by CPU. */
@Component
public final class NotableMarks implements NotablePackets {
    private static final int EACH_PACKET = 1 << 3;
    private static final int WATCH = 1 << 4;

    private final LiveConfig config;
    private final BpfMap<Integer, Scratch> scratch;
    private final int hz;

    @Activate
    public NotableMarks(@Reference LiveConfig config, @Reference CoreObjects core) {
        this.config = config;
        this.scratch = core.tables().scratch();
        this.hz = core.loader().features().kernelHz();
    }

    @Override
    public void choose(int causes, Each each, Duration interval) {
        int jiffies = Math.toIntExact((interval.toMillis() * hz + 999) / 1000);
        config.update(
                c ->
                        c.withFlowCauses(causes)
                                .withFlowEntry(each == Each.ENTERING_AND_LEAVING ? 1 : 0)
                                .withFlowInterval(jiffies)
                                .withFlags(flag(c.flags(), EACH_PACKET, each != Each.NO)));
    }

    @Override
    public void watch(boolean on) {
        config.update(c -> c.withFlags(flag(c.flags(), WATCH, on)));
    }

    private static int flag(int flags, int flag, boolean on) {
        return on ? flags | flag : flags & ~flag;
    }

    @Override
    public long count() {
        long notable = 0;
        for (Scratch cpu : scratch.perCpu().get(0).orElse(List.of())) {
            for (long of : cpu.notable()) {
                notable += of;
            }
        }
        return notable;
    }
}
