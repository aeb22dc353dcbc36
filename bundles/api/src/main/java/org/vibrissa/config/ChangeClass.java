package org.vibrissa.config;

/** What it takes for a new value of a key to act. */
public enum ChangeClass {
    /** Acts at once: the component is modified in place and keeps its state. */
    LIVE,
    /** Acts when the owning bundle is next swapped or restarted; traffic goes on. */
    SWAP,
    /** Acts at the next start of the daemon; the datapath forwards in between. */
    RESTART
}
