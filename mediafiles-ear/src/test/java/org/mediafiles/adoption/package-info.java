/** A database that Django made, as the running server looks after it: its files, and photos found for its events. */
package org.mediafiles.adoption;
