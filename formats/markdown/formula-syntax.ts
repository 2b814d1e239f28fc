import type { Code, Construct, Effects, Extension, State, TokenizeContext } from 'micromark-util-types'

declare module 'micromark-util-types' {
  interface TokenTypeMap {
    formula: 'formula'
    formulaText: 'formulaText'
    formulaBlock: 'formulaBlock'
    formulaBlockText: 'formulaBlockText'
  }
}

const dollar = 36
const backslash = 92

/**
 * Formulas in TeX: `$x$` within a line, and lines between two that say `$$`. As elsewhere, a dollar opens only
 * before a letter and closes only behind one and not before a digit: prices stay prices.
 */
export function formulaSyntax(): Extension {
  const unclosed: Unclosed = new WeakMap()
  function tokenize(this: TokenizeContext, effects: Effects, ok: State, nok: State): State {
    return inlineFormula(this, unclosed, effects, ok, nok)
  }
  return {
    text: { [dollar]: { name: 'formula', tokenize, previous: isNotDollar } },
    flow: { [dollar]: { name: 'formulaBlock', tokenize: formulaBlock, concrete: true } },
  }
}

/**
 * By text, how many dollars it is known that no more of it closes: a page of prices is looked through once, and
 * not once a price.
 */
type Unclosed = WeakMap<TokenizeContext, Set<number>>

function isNotDollar(this: TokenizeContext, code: Code): boolean {
  return code !== dollar || this.events.at(-1)?.[1].type === 'characterEscape'
}

function inlineFormula(
  context: TokenizeContext,
  unclosed: Unclosed,
  effects: Effects,
  ok: State,
  nok: State,
): State {
  let signs = 0
  let closing = 0
  let last: Code = null

  return function start(code) {
    effects.enter('formula')
    effects.enter('formulaText')
    return opening(code)
  }

  function opening(code: Code): State | undefined {
    if (code === dollar) {
      signs += 1
      effects.consume(code)
      return signs > 2 ? nok : opening
    }
    const isText = code === null || (signs === 1 && isSpace(code))
    return isText || unclosed.get(context)?.has(signs) ? nok(code) : within(code)
  }

  function within(code: Code): State | undefined {
    if (code === null) {
      unclosed.set(context, (unclosed.get(context) ?? new Set()).add(signs))
      return nok(code)
    }
    if (isLineEnd(code)) {
      effects.exit('formulaText')
      effects.enter('lineEnding')
      effects.consume(code)
      effects.exit('lineEnding')
      effects.enter('formulaText')
      last = code
      return within
    }
    if (code === dollar) {
      closing = 0
      return signsAtEnd(code)
    }
    effects.consume(code)
    last = code
    return code === backslash ? escaped : within
  }

  function escaped(code: Code): State | undefined {
    if (code === null || isLineEnd(code)) return within(code)
    effects.consume(code)
    last = code
    return within
  }

  function signsAtEnd(code: Code): State | undefined {
    if (code === dollar) {
      closing += 1
      effects.consume(code)
      return signsAtEnd
    }
    const closes = closing === signs && (signs === 2 || (!isSpace(last) && !isDigit(code)))
    last = dollar
    if (!closes) return within(code)
    effects.exit('formulaText')
    effects.exit('formula')
    return ok(code)
  }
}

function formulaBlock(this: TokenizeContext, effects: Effects, ok: State, nok: State): State {
  const { interrupt } = this
  let signs = 0
  const end: Construct = { partial: true, tokenize: closingLine }
  const next: Construct = { partial: true, tokenize: furtherLine }

  return function start(code) {
    effects.enter('formulaBlock')
    effects.enter('formulaBlockText')
    return opening(code)
  }

  function opening(code: Code): State | undefined {
    if (code === dollar && signs < 2) {
      signs += 1
      effects.consume(code)
      return opening
    }
    return signs === 2 ? afterSigns(code) : nok(code)
  }

  function afterSigns(code: Code): State | undefined {
    if (code !== null && !isLineEnd(code) && isSpace(code)) {
      effects.consume(code)
      return afterSigns
    }
    if (code === null || !isLineEnd(code)) return nok(code)
    effects.exit('formulaBlockText')
    return interrupt ? ok(code) : lineEnd(code)
  }

  function lineEnd(code: Code): State | undefined {
    return code === null ? finish(code) : effects.attempt(end, finish, beforeLine)(code)
  }

  function beforeLine(code: Code): State | undefined {
    return effects.check(next, line, finish)(code)
  }

  function line(code: Code): State | undefined {
    effects.enter('lineEnding')
    effects.consume(code)
    effects.exit('lineEnding')
    return lineStart
  }

  function lineStart(code: Code): State | undefined {
    if (code === null || isLineEnd(code)) return lineEnd(code)
    effects.enter('formulaBlockText')
    return text(code)
  }

  function text(code: Code): State | undefined {
    if (code === null || isLineEnd(code)) {
      effects.exit('formulaBlockText')
      return lineEnd(code)
    }
    effects.consume(code)
    return text
  }

  function finish(code: Code): State | undefined {
    effects.exit('formulaBlock')
    return ok(code)
  }
}

/** Another line, which is not one of those that a quote takes in without its sign. */
function furtherLine(this: TokenizeContext, effects: Effects, ok: State, nok: State): State {
  return (code) => {
    if (code === null) return nok(code)
    effects.enter('lineEnding')
    effects.consume(code)
    effects.exit('lineEnding')
    return (following) => (this.parser.lazy[this.now().line] ? nok(following) : ok(following))
  }
}

function closingLine(effects: Effects, ok: State, nok: State): State {
  let signs = 0
  return function start(code) {
    effects.enter('lineEnding')
    effects.consume(code)
    effects.exit('lineEnding')
    return begin
  }

  function begin(code: Code): State | undefined {
    if (code === null || isLineEnd(code)) return nok(code)
    effects.enter('formulaBlockText')
    return spaces(code)
  }

  function spaces(code: Code): State | undefined {
    if (code !== null && !isLineEnd(code) && isSpace(code)) {
      effects.consume(code)
      return spaces
    }
    return code === dollar && signs < 2 ? sign(code) : after(code)
  }

  function sign(code: Code): State | undefined {
    signs += 1
    effects.consume(code)
    return signs === 2 ? spaces : (following) => (following === dollar ? sign(following) : nok(following))
  }

  function after(code: Code): State | undefined {
    if (signs !== 2 || (code !== null && !isLineEnd(code))) return nok(code)
    effects.exit('formulaBlockText')
    return ok(code)
  }
}

const isLineEnd = (code: Code) => code !== null && code < -2
const isSpace = (code: Code) => code !== null && (code < 0 || code === 32)
const isDigit = (code: Code) => code !== null && code >= 48 && code <= 57
