package org.vibrissa.datapath.internal.core;

import java.util.function.UnaryOperator;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.datapath.Chain;
import org.vibrissa.datapath.Generation;
import org.vibrissa.datapath.internal.bpf.Config;

/** The one element of {@code vib_config}: settings the stages read for each packet. */
@Component(
        service = {LiveConfig.class, Generation.class},
        configurationPid = LiveSettings.PID)
public final class LiveConfig implements Generation {
    private static final int ABI = 1;
    private static final int COEXIST = 1;
    private static final int HOST_POLICY = 4;

    private final BpfMap<Integer, Config> map;
    private final int hz;

    @Activate
    public LiveConfig(@Reference CoreObjects core, LiveSettings settings) {
        this.map = core.tables().config();
        this.hz = core.loader().features().kernelHz();
        apply(settings);
    }

    /** Settings of class live come in here without a restart of the component. */
    @Modified
    void apply(LiveSettings settings) {
        int[] timeout = {
            settings.conntrack_timeout_syn() * hz,
            settings.conntrack_timeout_established() * hz,
            settings.conntrack_timeout_closing() * hz,
            settings.conntrack_timeout_other() * hz,
            settings.conntrack_timeout_icmp() * hz,
            0,
            0,
            0
        };
        update(
                config ->
                        config.withAbi(ABI)
                                .withHz(hz)
                                .withSample(settings.sample())
                                .withFlags(
                                        (config.flags() & ~COEXIST)
                                                | (settings.coexist() ? COEXIST : 0))
                                .withTraceMark(0)
                                .withTimeout(timeout));
    }

    /** What is in force. */
    public Config get() {
        return map.get(0).orElseThrow();
    }

    /**
     * Makes stale what flows remember of endpoints, identities and verdicts: to be called after
     * each change of a table from which they took it.
     */
    public void nextGeneration() {
        update(config -> config.withGen(config.gen() + 1));
    }

    /** Whether the host's own packets by underlay devices are tracked and judged. */
    public void judgeHost(boolean on) {
        update(
                config ->
                        config.withFlags(
                                on ? config.flags() | HOST_POLICY : config.flags() & ~HOST_POLICY));
    }

    /** As said last, by an earlier daemon perhaps. */
    public boolean judgesHost() {
        return (get().flags() & HOST_POLICY) != 0;
    }

    @Override
    public void advance() {
        nextGeneration();
    }

    /** Says which slots of a chain are occupied, a bit each: packets try no others. */
    public void occupied(Chain chain, int bits) {
        update(config -> withSlots(config, chain, bits));
    }

    /** The settings with a chain's bits. */
    public static Config withSlots(Config config, Chain chain, int bits) {
        int[] slots = config.slots().clone();
        slots[chain.ordinal()] = bits;
        return config.withSlots(slots);
    }

    /** Changes fields; the write of the element is one system call. */
    public synchronized void update(UnaryOperator<Config> change) {
        map.put(0, change.apply(get()));
    }
}
