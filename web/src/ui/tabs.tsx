import { Tabs as Base } from "@base-ui/react/tabs";
import type { ReactNode } from "react";

interface Tab<Name extends string> {
  name: Name;
  label: ReactNode;
  panel: ReactNode;
}

interface Props<Name extends string> {
  label: string;
  tabs: Tab<Name>[];
  shown: Name;
  onShow: (name: Name) => void;
}

/** The panel that is shown is the one that is drawn. */
export function Tabs<Name extends string>({ label, tabs, shown, onShow }: Props<Name>) {
  return (
    <Base.Root value={shown} onValueChange={(next) => onShow(next as Name)}>
      <Base.List aria-label={label} className="flex gap-1 overflow-x-auto border-b border-line">
        {tabs.map((tab) => (
          <Base.Tab key={tab.name} value={tab.name} className="tab shrink-0">
            {tab.label}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map((tab) => (
        <Base.Panel key={tab.name} value={tab.name} className="pt-4">
          {tab.panel}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
