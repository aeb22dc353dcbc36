package org.vibrissa.mode.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.datapath.Conntrack;
import org.vibrissa.datapath.Drops;
import org.vibrissa.fleet.Fleet;
import org.vibrissa.fleet.FleetException;
import org.vibrissa.fleet.FleetException.Kind;
import org.vibrissa.mode.PathProbe;
import org.vibrissa.mode.internal.host.Drain;
import org.vibrissa.mode.internal.host.Figures;
import org.vibrissa.mode.internal.host.HostSwap;
import org.vibrissa.mode.internal.host.Provided;
import org.vibrissa.mode.internal.host.Refused;
import org.vibrissa.mode.internal.host.Survey;
import org.vibrissa.mode.internal.probe.EchoProbe;
import org.vibrissa.mode.internal.receipt.Receipts;
import org.vibrissa.mode.internal.record.ModeSwapKind;
import org.vibrissa.mode.internal.record.SwapBook;
import org.vibrissa.mode.internal.record.SwapPhase;
import org.vibrissa.mode.internal.record.SwapRecord;
import org.vibrissa.node.GroupModes;
import org.vibrissa.node.Peers;
import org.vibrissa.state.ResourceEvent;
import org.vibrissa.state.ResourceListener;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.Subscription;

/** Changes of modes on this host: those it coordinates and its part in those of others. */
@Component(service = ModeService.class, immediate = true, configurationPid = ModeSettings.PID)
public final class ModeService {
    private static final Logger LOG = LoggerFactory.getLogger(ModeService.class);

    private final GroupModes modes;
    private final Members members;
    private final Parallel parallel;
    private final GroupDeclaration declaration;
    private final Coordination coordination;
    private final UserWord users;
    private final Clock steady = new SteadyClock();
    private final Drain drain;
    private final ExecutorService behind = oneThread();
    private final SettlerThread settling = new SettlerThread(this::settle);
    private final Subscription begun;
    private final PathProbe echo = new EchoProbe();
    private final Part part;
    private volatile Patience patience;
    private volatile Optional<HostSwap> host = Optional.empty();
    private volatile Optional<HostCalls> calls = Optional.empty();
    private volatile boolean stopped;
    private Settler settler;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile PathProbe better;

    /** What this host's part is made of when the store is read. */
    private record Part(
            GroupModes modes, Peers peers, SwapBook book, Survey survey, Figures figures) {}

    @Activate
    public ModeService(
            @Reference Fleet fleet,
            @Reference GroupModes modes,
            @Reference Peers peers,
            @Reference SwapBook book,
            @Reference Survey survey,
            @Reference Provided provided,
            @Reference Conntrack conntrack,
            @Reference Drops drops,
            @Reference Receipts receipts,
            @Reference ResourceStore store,
            ModeSettings settings) {
        this.modes = modes;
        this.patience = Patience.of(settings);
        this.members = new FleetMembers(fleet, this::answer);
        this.parallel = new Parallel(members);
        this.declaration = new GroupDeclaration(store);
        this.coordination =
                new Coordination(
                        modes,
                        members,
                        parallel,
                        receipts,
                        declaration,
                        survey.abi(),
                        Clock.systemUTC());
        this.users = new UserWord(members, this::current);
        this.drain = new Drain(provided);
        Figures figures =
                new Figures(
                        provided,
                        conntrack::size,
                        () -> drops.list().stream().mapToLong(Drops.Count::packets).sum());
        this.part = new Part(modes, peers, book, survey, figures);
        this.begun =
                store.watch(
                        ModeSwapKind.NAME,
                        "vib-mode-begin",
                        new ResourceListener() {
                            @Override
                            public void changed(ResourceEvent event) {}

                            @Override
                            public void initialised() {
                                begin();
                            }
                        });
    }

    /** Follows changed settings, from the next change on. */
    @Modified
    void modified(ModeSettings settings) {
        patience = Patience.of(settings);
    }

    private static ExecutorService oneThread() {
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(
                        1,
                        1,
                        10,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        task -> {
                            Thread thread = new Thread(task, "vib-mode-behind");
                            thread.setDaemon(true);
                            return thread;
                        });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    private void begin() {
        HostSwap swap =
                new HostSwap(
                        part.modes(), part.peers(), part.book(), steady, behind, settling::wake);
        calls =
                Optional.of(
                        new HostCalls(
                                swap,
                                modes,
                                part.survey()::of,
                                this::probe,
                                part.figures(),
                                drain,
                                this::underlay,
                                part.survey().abi(),
                                coordination));
        host = Optional.of(swap);
        if (swap.open().isPresent()) {
            LOG.info("mode change {} is not over", swap.open().get().id());
            settling.wake();
        }
    }

    private List<java.net.InetAddress> underlay() {
        return part.peers().list().stream().flatMap(p -> p.addresses().stream()).toList();
    }

    private java.util.Map<java.net.InetAddress, Duration> probe(
            java.util.Collection<java.net.InetAddress> addresses, Duration patience) {
        PathProbe given = better;
        return (given == null ? echo : given).probe(addresses, patience);
    }

    /** What is left of a change when the daemon stops is taken up by the next one. */
    @Deactivate
    void stop() {
        stopped = true;
        begun.close();
        settling.close();
        parallel.close();
        behind.shutdown();
    }

    /** Answers a call of a member, or of this host itself. */
    public JsonNode answer(String caller, String path, JsonNode body) throws FleetException {
        if (calls.isEmpty()) {
            throw new FleetException(Kind.UNREACHABLE, "the store is not read yet");
        }
        return calls.get().answer(caller, path, body);
    }

    /** This host's part. */
    public HostSwap host() {
        return host.orElseThrow(() -> new Refused("the store is not read yet; try again"));
    }

    /** Asks every host what it would do. Changes nothing. */
    public Plan plan(Order order, Progress progress) {
        host();
        return Plan.make(order, members, parallel, part.survey().abi(), patience.check(), progress);
    }

    /**
     * Makes a change and waits for its end.
     *
     * @return the signed receipt
     * @throws Refused with each reason; nothing was changed
     */
    public ObjectNode swap(Plan plan, Progress progress) throws InterruptedException {
        try {
            return coordination.swap(plan, patience, progress);
        } finally {
            settling.wake();
        }
    }

    /** The change that is going on, wherever it is coordinated. */
    public Optional<SwapRecord> current() {
        return host().open();
    }

    /**
     * Goes back from the change that is going on.
     *
     * @return what becomes of it, for people
     * @throws FleetException when it is confirmed already
     */
    public String abort(String reason) throws FleetException {
        return users.abort(reason);
    }

    /**
     * Says that the new mode stays.
     *
     * @return what becomes of it, for people
     * @throws FleetException when nobody waits for that
     */
    public String confirm() throws FleetException {
        return users.confirm();
    }

    /**
     * One look of the settler, by its thread; returns how long until the next, or none when all is
     * settled.
     */
    private Optional<Duration> settle() throws InterruptedException {
        if (host.isEmpty() || stopped) {
            return Optional.empty();
        }
        HostSwap swap = host.get();
        if (settler == null) {
            settler =
                    new Settler(swap, members, parallel, steady, coordination::on, this::finishing);
        }
        return settler.settle() ? Optional.of(pause(swap)) : Optional.empty();
    }

    private Duration pause(HostSwap swap) {
        Duration most = Duration.ofSeconds(1);
        Duration left =
                swap.open()
                        .filter(r -> r.phase() == SwapPhase.COMMITTED)
                        .map(r -> Duration.between(steady.instant(), r.since().plus(r.confirm())))
                        .orElse(most);
        Duration least = Duration.ofMillis(20);
        return left.compareTo(least) < 0 ? least : left.compareTo(most) > 0 ? most : left;
    }

    private void finishing(SwapRecord record) throws InterruptedException {
        if (record.phase() == SwapPhase.CONFIRMED) {
            declaration.write(record.group(), record.to());
        }
        String other = record.phase() == SwapPhase.CONFIRMED ? record.from() : record.to();
        drain.await(other, Duration.ofSeconds(2), Duration.ofSeconds(7));
        coordination.late(record);
    }
}
