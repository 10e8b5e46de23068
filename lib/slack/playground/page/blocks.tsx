import type {
  ActionsBlock,
  AnyBlock,
  CardBlock,
  ContextBlock,
  ImageBlock,
  ImageElement,
  InputBlock,
  KnownBlock,
  SectionBlock,
} from '@slack/types';
import { type ReactNode, useId } from 'react';
import { ContextActionElement, FieldControl, LiveElement, NotDrawn } from './elements.tsx';
import { KeptBlock, KeptText, nameText } from './kept-blocks.tsx';
import { useSurface } from './surface.tsx';
import { identifyAction, identifyBlock, readInitial } from './values.ts';

/** Blocks in their order; they stand inside a surface. */
export function BlockList({ blocks }: { blocks: readonly AnyBlock[] }): ReactNode {
  return (
    <div className="blocks">
      {blocks.map((block, index) => {
        const id = identifyBlock(block, index);
        return <AnyBlockView key={id} block={block as KnownBlock} id={id} />;
      })}
    </div>
  );
}

/**
 * What only shows something is drawn by the renderer. Its elements tell nobody when they are used and its images carry a button without
 * a name, so blocks with elements, and images, are laid out here; the text in them is the renderer's again.
 */
function AnyBlockView({ block, id }: { block: KnownBlock; id: string }): ReactNode {
  switch (block.type) {
    case 'header':
    case 'divider':
    case 'rich_text':
    case 'markdown':
    case 'alert':
      return <KeptBlock block={block} />;
    case 'table':
      return (
        // A wide table is moved by keys as well.
        <figure className="table" aria-label="Table" tabIndex={0}>
          <KeptBlock block={block} />
        </figure>
      );
    case 'section':
      return <SectionView block={block} id={id} />;
    case 'context':
      return <ContextView block={block} />;
    case 'image':
      return <ImageView block={block} />;
    case 'actions':
      return <ActionsView block={block} id={id} />;
    case 'context_actions':
      return (
        <div className="actions">
          {block.elements.map((element, index) => {
            const action = identifyAction(element, index);
            return <ContextActionElement key={action} element={element} blockId={id} actionId={action} />;
          })}
        </div>
      );
    case 'card':
      return <CardView block={block} id={id} />;
    case 'input':
      return <InputView block={block} id={id} />;
    default:
      return <NotDrawn type={block.type} />;
  }
}

/** The address of a picture: one on this server, for no other is ever loaded. */
function locateImage(image: ImageBlock | ImageElement): string {
  if ('image_url' in image) return image.image_url;
  return 'url' in image.slack_file ? image.slack_file.url : `/files/${encodeURIComponent(image.slack_file.id)}`;
}

function ImageView({ block }: { block: ImageBlock }): ReactNode {
  return (
    <figure>
      {block.title && <figcaption>{block.title.text}</figcaption>}
      <img src={locateImage(block)} alt={block.alt_text} />
    </figure>
  );
}

function SectionView({ block, id }: { block: SectionBlock; id: string }): ReactNode {
  const { text, fields, accessory } = block;
  return (
    <div className="section">
      <div className="section-text">
        {text && <KeptText text={text} />}
        {fields && (
          <div className="section-fields">
            {Object.entries(fields).map(([place, field]) => (
              <KeptText key={place} text={field} />
            ))}
          </div>
        )}
      </div>
      {accessory &&
        (accessory.type === 'image' ? (
          <img className="accessory" src={locateImage(accessory)} alt={accessory.alt_text} />
        ) : accessory.type === 'workflow_button' ? (
          <NotDrawn type={accessory.type} />
        ) : (
          <LiveElement
            element={accessory}
            blockId={id}
            actionId={identifyAction(accessory, 0)}
            {...(text ? { beside: nameText(text) } : {})}
          />
        ))}
    </div>
  );
}

function ContextView({ block }: { block: ContextBlock }): ReactNode {
  return (
    <div className="context">
      {Object.entries(block.elements).map(([place, element]) =>
        element.type === 'image' ? (
          <img key={place} src={locateImage(element)} alt={element.alt_text} />
        ) : (
          <KeptText key={place} text={element} />
        ),
      )}
    </div>
  );
}

function ActionsView({ block, id }: { block: ActionsBlock; id: string }): ReactNode {
  return (
    <div className="actions">
      {block.elements.map((element, index) => {
        const action = identifyAction(element, index);
        return element.type === 'workflow_button' ? (
          <NotDrawn key={action} type={element.type} />
        ) : (
          <LiveElement key={action} element={element} blockId={id} actionId={action} />
        );
      })}
    </div>
  );
}

function CardView({ block, id }: { block: CardBlock; id: string }): ReactNode {
  const { hero_image: hero, icon, title, subtitle, body, actions = [] } = block;
  return (
    <div className="card">
      {hero && <img src={locateImage(hero)} alt={hero.alt_text} />}
      {icon && <img className="accessory" src={locateImage(icon)} alt={icon.alt_text} />}
      {title && (
        <div className="card-title">
          <KeptText text={title} />
        </div>
      )}
      {subtitle && (
        <div className="context">
          <KeptText text={subtitle} />
        </div>
      )}
      {body && <KeptText text={body} />}
      {actions.length > 0 && (
        <div className="actions">
          {actions.map((element, index) => {
            const action = identifyAction(element, index);
            return <LiveElement key={action} element={element} blockId={id} actionId={action} />;
          })}
        </div>
      )}
    </div>
  );
}

function InputView({ block, id }: { block: InputBlock; id: string }): ReactNode {
  const { element, label, hint, optional = false, dispatch_action: isLive = false } = block;
  const surface = useSurface();
  const own = useId();
  const action = identifyAction(element, 0);
  const error = surface.errors[id];
  const described = [...(error ? [`${own}-error`] : []), ...(hint ? [`${own}-hint`] : [])].join(' ');
  return (
    <div className={error ? 'input wrong' : 'input'}>
      <label id={`${own}-label`} htmlFor={own}>
        {label.text}
        {optional && <span className="optional"> (optional)</span>}
      </label>
      <FieldControl
        field={element}
        id={own}
        label={label.text}
        labelledBy={`${own}-label`}
        describedBy={described || undefined}
        isInvalid={error !== undefined}
        isRequired={!optional}
        value={surface.values[id]?.[action] ?? readInitial(element)}
        change={(value) => surface.change(id, action, value)}
        dispatch={isLive ? (value) => surface.act(id, { type: element.type, action_id: action }, value) : undefined}
      />
      {error && (
        <p id={`${own}-error`} className="error">
          <span className="error-mark" aria-hidden="true">
            !
          </span>
          {error}
        </p>
      )}
      {hint && (
        <p id={`${own}-hint`} className="hint">
          {hint.text}
        </p>
      )}
    </div>
  );
}
