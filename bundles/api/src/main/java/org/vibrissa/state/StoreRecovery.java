package org.vibrissa.state;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The way back from a store whose files are corrupt; nothing here happens unless asked for. */
@ProviderType
public interface StoreRecovery {
    /**
     * A state that could be gone back to.
     *
     * @param id what {@link #recover} takes
     * @param revision its last durable change
     * @param resources how many resources it has
     * @param description what it is made of and what would be lost, for people
     */
    record Candidate(String id, long revision, int resources, String description) {}

    /** What is wrong, file and offset included; empty when nothing is. */
    String problem();

    /** What could be gone back to, best first; empty when nothing is wrong. */
    List<Candidate> candidates();

    /**
     * Makes a candidate the content: writes it as a new generation, keeps the corrupt files under
     * {@code store/corrupt/}, and lets watchers go on.
     *
     * @throws StateException when nothing is wrong or there is no such candidate
     * @throws StoreWriteFailed when the new generation could not be written
     */
    void recover(String candidateId);
}
