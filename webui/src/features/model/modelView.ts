import {
  AmbientLight,
  Box3,
  DirectionalLight,
  DoubleSide,
  Group,
  LoadingManager,
  Mesh,
  MeshBasicMaterial,
  MeshLambertMaterial,
  PerspectiveCamera,
  Scene,
  Sphere,
  TextureLoader,
  Vector3,
  WebGLRenderer,
  type Material,
  type Object3D,
  type Texture,
} from 'three';
import { OrbitControls } from 'three/examples/jsm/controls/OrbitControls.js';
import { GLTFLoader } from 'three/examples/jsm/loaders/GLTFLoader.js';
import { shifted, storedView, type CameraView, type Point } from './cameraView.ts';
import { factsOf, isYUp, type ModelFacts } from './modelFile.ts';

export type Look = 'photo' | 'surface';

const DRACO = 'KHR_draco_mesh_compression';

/** A model drawn in the page, turned by mouse, finger and keys. It draws only when something changes. */
export class ModelView {
  private readonly renderer: WebGLRenderer;
  private readonly scene = new Scene();
  private readonly camera = new PerspectiveCamera(50, 1, 0.1, 10_000);
  private readonly controls: OrbitControls;
  private readonly observer: ResizeObserver;
  private readonly surface = new MeshLambertMaterial({ color: 0xc9c7bd, side: DoubleSide });
  private readonly photos = new Map<Mesh, Material>();
  private radius = 1;
  /** What was taken off the ground's coordinates so that the model lies around zero. */
  private center: Point = [0, 0, 0];
  private frame = 0;
  private disposed = false;

  /** @throws Error when the browser cannot draw in three dimensions */
  constructor(private readonly canvas: HTMLCanvasElement) {
    this.renderer = new WebGLRenderer({ canvas, antialias: true, alpha: true });
    this.renderer.setPixelRatio(Math.min(window.devicePixelRatio, 2));
    this.camera.up.set(0, 0, 1);
    this.controls = new OrbitControls(this.camera, canvas);
    this.controls.enableDamping = !window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.controls.addEventListener('change', () => this.drawSoon());
    const sun = new DirectionalLight(0xffffff, 2.2);
    sun.position.set(-1, 1, 1.6);
    this.scene.add(sun, new AmbientLight(0xffffff, 0.9));
    this.observer = new ResizeObserver(() => this.fitCanvas());
    this.observer.observe(canvas.parentElement ?? canvas);
    canvas.addEventListener('keydown', this.onKey);
  }

  /** Puts the model in place and looks at it, from where the stored scene says when it says so. */
  async show(file: ArrayBuffer, stored: unknown): Promise<void> {
    const facts = factsOf(file);
    const model = await parse(file, facts);
    if (this.disposed) return;
    this.scene.add(this.placed(model, facts));
    this.collect(model);
    this.fitCanvas();
    const view = storedView(stored, this.center, this.radius);
    if (view) this.lookFrom(view);
    else this.lookAtAll();
  }

  /** z up, and its middle at zero: coordinates of the ground are too large for the numbers of a graphics card. */
  private placed(model: Object3D, facts: ModelFacts): Object3D {
    const holder = new Group();
    holder.add(model);
    const size = new Box3().setFromObject(model).getSize(new Vector3());
    if (isYUp(facts, size)) model.rotation.x = Math.PI / 2;
    holder.updateMatrixWorld(true);
    const sphere = new Box3().setFromObject(holder).getBoundingSphere(new Sphere());
    this.radius = Math.max(sphere.radius, 1e-3);
    this.center = shifted([sphere.center.x, sphere.center.y, sphere.center.z], facts.origin, 1);
    holder.position.copy(sphere.center).negate();
    this.camera.near = this.radius / 1000;
    this.camera.far = this.radius * 100;
    this.controls.minDistance = this.radius / 200;
    this.controls.maxDistance = this.radius * 12;
    return holder;
  }

  /** Photos carry their own light: they are shown as they are. */
  private collect(model: Object3D): void {
    model.traverse((part) => {
      if (!(part instanceof Mesh)) return;
      const given = part.material as Material & { map?: Texture | null };
      const photo = given.map ? new MeshBasicMaterial({ map: given.map, side: DoubleSide }) : this.surface;
      if (!part.geometry.getAttribute('normal')) part.geometry.computeVertexNormals();
      this.photos.set(part, photo);
      part.material = photo;
    });
  }

  get hasPhotos(): boolean {
    return [...this.photos.values()].some((material) => material !== this.surface);
  }

  look(look: Look): void {
    for (const [mesh, photo] of this.photos) mesh.material = look === 'photo' ? photo : this.surface;
    this.drawSoon();
  }

  lookAtAll(): void {
    this.place(new Vector3(0, -0.72, 0.69).multiplyScalar(this.farEnough()));
  }

  lookFromAbove(): void {
    // Exactly from above there is no telling where north is.
    this.place(new Vector3(0, -1e-3, 1).multiplyScalar(this.farEnough()));
  }

  /** From here all of the model is seen, on upright screens too; what is flat leaves room above and below. */
  private farEnough(): number {
    const half = Math.tan((this.camera.fov * Math.PI) / 360) * Math.min(1, this.camera.aspect);
    return (this.radius / Math.sin(Math.atan(half))) * (this.camera.aspect < 1 ? 1 : 0.85);
  }

  private place(position: Vector3): void {
    this.controls.target.set(0, 0, 0);
    this.camera.position.copy(position);
    this.controls.update();
    this.drawSoon();
  }

  lookFrom({ position, target }: CameraView): void {
    this.camera.position.set(...shifted(position, this.center, -1));
    this.controls.target.set(...shifted(target, this.center, -1));
    this.controls.update();
    this.drawSoon();
  }

  /** The present view in the coordinates of the ground. */
  view(): CameraView {
    const { x, y, z } = this.camera.position;
    const { target } = this.controls;
    return { position: shifted([x, y, z], this.center, 1), target: shifted([target.x, target.y, target.z], this.center, 1) };
  }

  /** @param factor below 1 comes nearer */
  zoomBy(factor: number): void {
    const away = this.camera.position.clone().sub(this.controls.target);
    const length = Math.min(this.controls.maxDistance, Math.max(this.controls.minDistance, away.length() * factor));
    this.camera.position.copy(this.controls.target).add(away.setLength(length));
    this.controls.update();
    this.drawSoon();
  }

  private turnBy(round: number, up: number): void {
    const away = this.camera.position.clone().sub(this.controls.target);
    const distance = away.length();
    const angle = Math.atan2(away.y, away.x) + round;
    const height = Math.min(1.55, Math.max(-1.55, Math.asin(away.z / distance) + up));
    away.set(Math.cos(angle) * Math.cos(height), Math.sin(angle) * Math.cos(height), Math.sin(height)).multiplyScalar(distance);
    this.camera.position.copy(this.controls.target).add(away);
    this.controls.update();
    this.drawSoon();
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const step = Math.PI / 24;
    const moves: Record<string, () => void> = {
      ArrowLeft: () => this.turnBy(-step, 0),
      ArrowRight: () => this.turnBy(step, 0),
      ArrowUp: () => this.turnBy(0, step),
      ArrowDown: () => this.turnBy(0, -step),
      '+': () => this.zoomBy(0.8),
      '-': () => this.zoomBy(1.25),
    };
    const move = moves[event.key];
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    move();
  };

  private fitCanvas(): void {
    const { clientWidth: width, clientHeight: height } = this.canvas.parentElement ?? this.canvas;
    if (width === 0 || height === 0) return;
    this.renderer.setSize(width, height, false);
    this.camera.aspect = width / height;
    this.camera.updateProjectionMatrix();
    this.drawSoon();
  }

  private drawSoon(): void {
    if (this.frame !== 0 || this.disposed) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      // Damping goes on until nothing moves; each step of it asks for the next picture.
      this.controls.update();
      this.renderer.render(this.scene, this.camera);
    });
  }

  dispose(): void {
    this.disposed = true;
    cancelAnimationFrame(this.frame);
    this.observer.disconnect();
    this.canvas.removeEventListener('keydown', this.onKey);
    this.controls.dispose();
    for (const [mesh, material] of this.photos) {
      mesh.geometry.dispose();
      (material as MeshBasicMaterial).map?.dispose();
      material.dispose();
    }
    this.surface.dispose();
    this.renderer.dispose();
  }
}

async function parse(file: ArrayBuffer, facts: ModelFacts): Promise<Object3D> {
  const manager = new LoadingManager();
  const loader = new GLTFLoader(manager);
  loader.register((parser) => {
    // The usual loader fetches pictures from blob: addresses, which a strict content security policy forbids.
    parser.textureLoader = new TextureLoader(manager);
    return { name: 'nadir' };
  });
  if (facts.extensions.includes(DRACO)) {
    const { dracoLoader } = await import('./draco.ts');
    loader.setDRACOLoader(dracoLoader());
  }
  const { scene } = await loader.parseAsync(file, '');
  return scene;
}
