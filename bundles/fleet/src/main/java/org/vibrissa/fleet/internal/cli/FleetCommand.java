package org.vibrissa.fleet.internal.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.fleet.FleetException;
import org.vibrissa.fleet.internal.FleetRefused;

/** What the commands about the fleet have in common. */
abstract class FleetCommand implements CommandProvider {
    private final String path;
    private final String example;

    FleetCommand(String path, String example) {
        this.path = path;
        this.example = example;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String section() {
        return "Fleet";
    }

    @Override
    public Map<String, String> groups() {
        return Map.of(
                "node", "Hosts and what leads to them",
                "fleet", "Hosts that trust each other",
                "fleet ca", "The key that makes members");
    }

    @Override
    public String example() {
        return example;
    }

    /** Turns a refusal into the words of the command line. */
    static <T> T ask(Callable<T> work) {
        try {
            return work.call();
        } catch (FleetRefused e) {
            throw CommandFailed.failed(e.getMessage(), e.nextStep()).causedBy(e);
        } catch (FleetException e) {
            throw CommandFailed.failed(e.getMessage(), "").causedBy(e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw CommandFailed.failed(String.valueOf(e.getMessage()), "").causedBy(e);
        }
    }
}
