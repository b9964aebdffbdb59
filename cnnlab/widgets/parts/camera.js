// The webcam, frame by frame. Only a button turns it on; it is off, and its light too, when the same
// button says so, when another image is chosen, and when the widget goes.

import { rasterizer } from "./raster.js";
import { make } from "./view.js";

const CAMERA_SIZE = { height: 240, width: 320 };
const CAMERA_WISHES = {
  audio: false,
  video: { width: { ideal: CAMERA_SIZE.width }, height: { ideal: CAMERA_SIZE.height }, frameRate: { ideal: 30 } },
};

/** Options:
 *    frame   (picture): a frame arrived, 240 × 320 and mirrored, as people know themselves
 *    failed  (sentence): the camera cannot be had, or went away
 *  `start` and `stop` turn it on and off; `on` is true from the moment it is asked for. */
export function webcam(view, { frame, failed }) {
  const { say } = view;
  const video = make("video", { playsinline: true });
  video.muted = true;
  const toNumbers = rasterizer();
  let stream = null, wanted = null; // the last start that was not stopped

  async function start() {
    const mine = (wanted = Symbol());
    try {
      const opened = await openCamera(say);
      if (wanted !== mine) return releaseCamera(opened); // turned off while the browser was asking
      stream = opened;
      stream.getVideoTracks()[0].onended = () => fail(say("The camera went away. Plug it in, then start it again."));
      video.srcObject = stream;
      await video.play();
      nextFrame(stream);
    } catch (error) {
      if (wanted === mine) fail(error instanceof NoCamera ? error.message : cameraFailure(error, say));
    }
  }
  function nextFrame(running) {
    const again = () => {
      if (stream !== running) return;
      if (video.videoWidth) frame(toNumbers(video, CAMERA_SIZE, { part: middleOf(video), mirrored: true }));
      nextFrame(running);
    };
    if (video.requestVideoFrameCallback) video.requestVideoFrameCallback(again);
    else requestAnimationFrame(again);
  }
  function stop() {
    wanted = null;
    if (stream) releaseCamera(stream);
    stream = video.srcObject = null;
  }
  function fail(sentence) {
    stop();
    failed(sentence);
  }
  view.atTheEnd(stop);
  return { start, stop, get on() { return wanted !== null; } };
}

class NoCamera extends Error {}

async function openCamera(say) {
  if (navigator.mediaDevices?.getUserMedia) return navigator.mediaDevices.getUserMedia(CAMERA_WISHES);
  throw new NoCamera(window.isSecureContext
    ? say("This browser gives no access to a camera. Open the notebook in another one, or open a file.")
    : say("Browsers lend the camera only to pages at localhost or https. Open the notebook there, or open a file."));
}

function releaseCamera(opened) {
  for (const track of opened.getTracks()) track.stop();
}

/** The largest part in the middle of the video that has the form of a frame: nothing is stretched. */
function middleOf({ videoWidth, videoHeight }) {
  const width = Math.min(videoWidth, (videoHeight * CAMERA_SIZE.width) / CAMERA_SIZE.height);
  const height = (width * CAMERA_SIZE.height) / CAMERA_SIZE.width;
  return [(videoWidth - width) / 2, (videoHeight - height) / 2, width, height];
}

function cameraFailure({ name, message }, say) {
  switch (name) {
    case "NotAllowedError":
    case "SecurityError":
      return say("The camera was not allowed. Allow it beside the address of the page, then start it again.");
    case "NotFoundError":
    case "OverconstrainedError":
      return say("There is no camera. Plug one in, then start it again.");
    case "NotReadableError":
    case "AbortError":
      return say("The camera does not start. If another program is using it, close that, then start it again.");
    default:
      return say("The camera does not work here: {reason}", { reason: message || name });
  }
}
