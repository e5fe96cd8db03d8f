namespace FunctionsAgent.Guardrails;

/// <summary>Prose: a sentence. Item: a line of a list. Row: of a table. Heading and LeadIn (it ends with a colon) introduce what follows. Question.</summary>
internal enum GroundingShape : byte { Prose, Item, Row, Heading, LeadIn, Question }

/// <summary>A sentence where it stands in the text, with its marks and without the blanks around it.</summary>
internal readonly record struct GroundingSpan(int Start, int Length, GroundingShape Shape)
{
    public int End => Start + Length;
}
