import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import styles from './insights.module.css';

interface Props {
  label: string;
  /** Days as `2026-11-26`, in order. */
  days: string[];
  values: number[];
}

const HEIGHT = 160;

/** A plot of one number a day; a table for those who do not see it. */
export function DayPlot({ label, days, values }: Props) {
  const { t, i18n } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  const language = i18n.language;
  useEffect(() => {
    const element = frame.current!;
    const colours = getComputedStyle(element);
    const format = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', timeZone: 'UTC' });
    const axis = { stroke: colours.color, grid: { stroke: colours.borderTopColor, width: 1 }, ticks: { show: false } };
    const plot = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false } },
        scales: { x: { time: false }, y: { range: (_plot, _min, max) => [0, Math.max(4, max * 1.15)] } },
        axes: [
          {
            ...axis,
            grid: { show: false },
            space: 70,
            size: 28,
            values: (_plot, at) => at.map((day) => format.format(day * 86_400_000)),
          },
          { ...axis, size: 36, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000, 100_000] },
        ],
        series: [
          {},
          {
            stroke: colours.accentColor,
            width: 2,
            fill: colours.backgroundColor,
            paths: uPlot.paths.bars!({ size: [0.6, 28], radius: 0.25 }),
          },
        ],
      },
      [days.map((day) => Date.parse(day) / 86_400_000), values],
      element,
    );
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [days, values, language]);
  return (
    <>
      <div ref={frame} className={styles.plot} aria-hidden />
      <table className="visually-hidden">
        <caption>{label}</caption>
        <thead>
          <tr>
            <th scope="col">{t('insights.day')}</th>
            <th scope="col">{label}</th>
          </tr>
        </thead>
        <tbody>
          {days.map((day, index) => (
            <tr key={day}>
              <th scope="row">{day}</th>
              <td>{values[index]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
