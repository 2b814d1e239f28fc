'use client'
import { CodeBlockLowlight } from '@tiptap/extension-code-block-lowlight'
import { Collaboration } from '@tiptap/extension-collaboration'
import { CollaborationCaret } from '@tiptap/extension-collaboration-caret'
import { Details, DetailsContent, DetailsSummary } from '@tiptap/extension-details'
import { Emoji } from '@tiptap/extension-emoji'
import { FileHandler } from '@tiptap/extension-file-handler'
import { Highlight } from '@tiptap/extension-highlight'
import { Image } from '@tiptap/extension-image'
import { TaskItem, TaskList } from '@tiptap/extension-list'
import { Mathematics } from '@tiptap/extension-mathematics'
import { Mention } from '@tiptap/extension-mention'
import { Subscript } from '@tiptap/extension-subscript'
import { Superscript } from '@tiptap/extension-superscript'
import { TableKit } from '@tiptap/extension-table'
import { TableOfContents } from '@tiptap/extension-table-of-contents'
import { TextAlign } from '@tiptap/extension-text-align'
import { TextStyleKit } from '@tiptap/extension-text-style'
import { CharacterCount, Placeholder } from '@tiptap/extensions'
import { Markdown } from '@tiptap/markdown'
import { EditorContent, useEditor } from '@tiptap/react'
import { StarterKit } from '@tiptap/starter-kit'
import { common, createLowlight } from 'lowlight'
import { useEffect, useState } from 'react'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'

/** A collaborative editor as TipTap's guide makes it, with what of Pliego's kit is a TipTap extension. */
export default function Page() {
  const [session, setSession] = useState(null)
  useEffect(() => {
    const query = new URLSearchParams(window.location.search)
    const doc = new Y.Doc()
    const provider = new WebsocketProvider(query.get('server'), query.get('room'), doc, { disableBc: true })
    setSession({ doc, provider })
    return () => {
      provider.destroy()
      doc.destroy()
    }
  }, [])
  return session && <Editor {...session} />
}

function Editor({ doc, provider }) {
  const editor = useEditor({
    immediatelyRender: false,
    extensions: [
      StarterKit.configure({ undoRedo: false, codeBlock: false }),
      CodeBlockLowlight.configure({ lowlight: createLowlight(common) }),
      Details,
      DetailsContent,
      DetailsSummary,
      Emoji,
      FileHandler,
      Highlight.configure({ multicolor: true }),
      Image,
      Markdown,
      Mathematics,
      Mention,
      Placeholder.configure({ placeholder: 'Write' }),
      CharacterCount,
      Subscript,
      Superscript,
      TableKit,
      TableOfContents,
      TaskItem.configure({ nested: true }),
      TaskList,
      TextAlign.configure({ types: ['heading', 'paragraph'] }),
      TextStyleKit,
      Collaboration.configure({ document: doc }),
      CollaborationCaret.configure({ provider, user: { name: 'Reader', color: '#2ea396' } }),
    ],
  })
  return <EditorContent editor={editor} />
}
