/** Id of the place in the frame where it is said aloud that something takes long; its words are in `data-words`. */
export const busyPlace = 'page-busy';
