/**
 * Tests that run inside the OSGi framework, with the bundles of the distribution.
 *
 * <p>{@link org.vibrissa.container.InContainer} starts Felix by Pax Exam once per test class,
 * installs what the class asks for and runs each test method inside, where {@code FrameworkUtil}
 * finds the probe bundle. Test methods must be public.
 */
package org.vibrissa.container;
