package org.vibrissa.mode.internal.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.OutputFormat;
import org.vibrissa.mode.internal.run.ModeService;
import org.vibrissa.mode.internal.run.Plan;

/** Prints what a change does while it goes on; it goes on when the client goes away. */
final class Follower {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    private final Invocation invocation;
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();

    Follower(Invocation invocation) {
        this.invocation = invocation;
    }

    /**
     * Makes the change on a thread of its own.
     *
     * @return the signed receipt; empty when it was not waited for
     */
    ObjectNode follow(ModeService service, Plan plan, boolean noWait) throws Exception {
        FutureTask<ObjectNode> task =
                new FutureTask<>(() -> service.swap(plan, this::line)) {
                    @Override
                    protected void done() {
                        lines.add("");
                    }
                };
        Thread thread = new Thread(() -> run(task), "vib-mode-change");
        thread.setDaemon(true);
        thread.start();
        if (noWait) {
            return JsonNodeFactory.instance.objectNode();
        }
        while (!task.isDone() || !lines.isEmpty()) {
            String line = lines.poll(1, TimeUnit.SECONDS);
            if (line != null && !line.isEmpty() && invocation.format() == OutputFormat.TABLE) {
                invocation.err().println(line);
                invocation.err().flush();
            }
        }
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception problem) {
                throw problem;
            }
            throw e;
        }
    }

    private static void run(FutureTask<ObjectNode> task) {
        task.run();
        try {
            task.get();
        } catch (ExecutionException e) {
            LOG.warn("mode change failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void line(String phase, String text) {
        LOG.info("mode change, {}: {}", phase, text);
        lines.add("%-9s %s".formatted(phase, text));
    }
}
